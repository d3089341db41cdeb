"""Mistakes in a form's workbook, each found with its sheet and row.

The converter decides whether a form is good; these say where the mistakes are, all of them at
once. They run after it has refused a form, and never refuse one themselves; but for a form that asks
nothing, which it would take (`nothing_asked`).
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from pyxform import aliases
from pyxform.parsing.expression import is_xml_tag
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from khetane.core.problems import Problem, Sentence
from khetane.forms.xlsform import problems
from khetane.forms.xlsform.problems import FormProblem
from khetane.forms.xlsform.workbook import FIRST_ROW, Row, Workbook

_SELECT = re.compile(
    r"^(?P<command>"
    + "|".join(sorted(map(re.escape, aliases.select), key=len, reverse=True))
    + r")\s+(?P<list>\S+)"
)
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}\s]+)\s*\}")
_BEGIN = re.compile(r"^begin[\s_]+(?:group|repeat|loop|lgroup|looped group)\b")
_END = re.compile(r"^end[\s_]+(?:group|repeat|loop|lgroup|looped group)\b")
_BEGINS_NAMES, _NOT_IN_NAMES = re.compile(r"[^\W\d]"), re.compile(r"[^\w.-]")
_NO_QUESTIONS = frozenset({"audit", *aliases.settings_header})
_NOTE = ("note", "")  # the converter names it
_CALCULATIONS = ("calculation", "calculate", "bind::calculate", "bind:calculate", "default")
_NO_REFERENCES_IN = frozenset({"type", "command", "name", "tag"})


def find_all(book: Workbook) -> Iterator[FormProblem]:
    yield from choices_twice(book)
    yield from missing_lists(book)
    yield from unknown_references(book)
    yield from names_twice(book)
    yield from spaced_choices(book)
    yield from unknown_types(book)
    yield from wrong_names(book)
    yield from nothing_calculated(book)


def choices_twice(book: Workbook) -> Iterator[FormProblem]:
    """Choices that stand in their list more than once, unless the settings allow it."""
    if aliases.yes_no.get(book.setting("allow_choice_duplicates"), False):
        return
    for name, choices in lists(book).items():
        rows: dict[str, list[int]] = defaultdict(list)
        for row in choices:
            rows[row.get("name", "value")].append(row.number)
        for choice, numbers in rows.items():
            if len(numbers) > 1 and choice:
                sentence = problems.CHOICE_TWO_TIMES if len(numbers) == 2 else problems.CHOICE_TWICE
                yield FormProblem(
                    book.name("choices"),
                    numbers[1],
                    sentence.about(
                        choice=choice,
                        list=name,
                        rows=", ".join(str(number) for number in numbers[:-1]),
                        last=numbers[-1],
                        times=len(numbers),
                    ),
                )


def missing_lists(book: Workbook) -> Iterator[FormProblem]:
    """Questions that choose from a list which is nowhere; lists of files and of earlier answers are not looked for."""
    known = lists(book)
    for row, command, name in selects(book):
        external = command == "select_one_external" or ("from" in command and "file" in command)
        if not external and name not in known and not name.startswith("${"):
            about = hinted(problems.NO_LIST, problems.NO_LIST_MEANT, name, known, list=name)
            yield FormProblem(book.name("survey"), row.number, about)


def unknown_references(book: Workbook) -> Iterator[FormProblem]:
    """`${…}` that no question answers to."""
    names = question_names(book)
    for sheet in ("survey", "choices", "entities", "settings"):
        for row in book.rows(sheet):
            for column, text in row.cells.items():
                if "${" not in text or (column in _NO_REFERENCES_IN and not text.startswith("select")):
                    continue
                for name in dict.fromkeys(_REFERENCE.findall(text)):
                    if name not in names:
                        about = hinted(
                            problems.NO_QUESTION,
                            problems.NO_QUESTION_MEANT,
                            name,
                            names,
                            column=column,
                            name=name,
                        )
                        yield FormProblem(book.name(sheet), row.number, about)


def names_twice(book: Workbook) -> Iterator[FormProblem]:
    """Names used twice directly in the same group, repeat, or the form itself."""
    open_groups: list[dict[str, int]] = [{}]
    for row in book.rows("survey"):
        kind, name = row.get("type", "command").strip(), row.get("name", "tag", "value")
        if _END.match(kind):
            if len(open_groups) > 1:
                open_groups.pop()
            continue
        if name:
            first = open_groups[-1].setdefault(name, row.number)
            if first != row.number:
                yield FormProblem(
                    book.name("survey"), row.number, problems.NAME_TWICE.about(name=name, other=first)
                )
        if _BEGIN.match(kind):
            open_groups.append({})


def spaced_choices(book: Workbook) -> Iterator[FormProblem]:
    """Choices with a space in lists of several answers, where a space parts the answers."""
    known = lists(book)
    several = {name for _, command, name in selects(book) if "multiple" in command or "all" in command}
    for name in sorted(several & known.keys()):
        for row in known[name]:
            choice = row.get("name", "value").strip()
            if " " in choice:
                yield FormProblem(
                    book.name("choices"), row.number, problems.SPACE_IN_CHOICE.about(choice=choice, list=name)
                )


def unknown_types(book: Workbook) -> Iterator[FormProblem]:
    """Types that neither XLSForm nor we know."""
    known = {*QUESTION_TYPE_DICT, *aliases._type_alias_map, *aliases.select, *aliases.control}
    for row in book.rows("survey"):
        kind = row.get("type", "command").strip()
        plain = kind.split(" ")[0]
        special = _SELECT.match(kind) or _BEGIN.match(kind) or _END.match(kind)
        if not kind or special or kind in known or plain in ("osm", "audit", "include"):
            continue
        about = hinted(problems.UNKNOWN_TYPE, problems.UNKNOWN_TYPE_MEANT, plain, known, type=kind)
        yield FormProblem(book.name("survey"), row.number, about)


def wrong_names(book: Workbook) -> Iterator[FormProblem]:
    """Questions and groups without a name, or with one that a form cannot use; a note needs none."""
    for row in book.rows("survey"):
        kind, name = row.get("type", "command").strip(), row.get("name", "tag", "value").strip()
        if not kind or _END.match(kind) or kind in _NO_QUESTIONS or is_xml_tag(name) or (kind, name) == _NOTE:
            continue
        better = _NOT_IN_NAMES.sub("_", name if _BEGINS_NAMES.match(name) else f"_{name}")
        about = problems.BAD_NAME.about(name=name, better=better) if name else problems.NO_NAME.about()
        yield FormProblem(book.name("survey"), row.number, about)


def nothing_calculated(book: Workbook) -> Iterator[FormProblem]:
    """Calculations of nothing."""
    for row in book.rows("survey"):
        if row.get("type", "command").strip() == "calculate" and not row.get(*_CALCULATIONS).strip():
            yield FormProblem(book.name("survey"), row.number, problems.NO_CALCULATION.about())


def nothing_asked(book: Workbook) -> int | None:
    """The row where the first question would stand when the survey has none; None when it has one, or is missing."""
    if "survey" not in book.names:
        return None
    rows = [(row.number, row.get("type", "command").strip()) for row in book.rows("survey")]
    if any(not (_BEGIN.match(kind) or _END.match(kind)) for _, kind in rows):
        return None
    return rows[0][0] if rows else FIRST_ROW


def lists(book: Workbook) -> dict[str, list[Row]]:
    """The choice lists by name, with their rows."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in book.rows("choices"):
        if name := row.get("list_name"):
            found[name].append(row)
    return dict(found)


def selects(book: Workbook) -> Iterator[tuple[Row, str, str]]:
    """(row, command, list name) of every question with choices."""
    for row in book.rows("survey"):
        found = _SELECT.match(row.get("type", "command").strip())
        if found:
            yield row, found["command"], found["list"]


def question_names(book: Workbook) -> set[str]:
    """Every name that ${…} may refer to."""
    return {name for row in book.rows("survey") if (name := row.get("name", "tag", "value"))}


def hinted(
    plain: Sentence, asking: Sentence, wrong: str, known: Collection[str], **values: str | int
) -> Problem:
    """`asking` with the known name that looks most like the wrong one as `meant`; `plain` where none does."""
    near = difflib.get_close_matches(wrong, sorted(known), n=1, cutoff=0.75)
    return asking.about(meant=near[0], **values) if near else plain.about(**values)
