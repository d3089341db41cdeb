"""The CSV sheets of a standard form, read and made whole: shared choice lists, Serbian in Latin script."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import cyrtranslit

from khetane.cases.services.reading import shipped
from khetane.core.definitions import Words
from khetane.people.lists import GROUPS_FILE, RECIPIENTS_FILE
from khetane.programmes.definition import Scheme
from khetane.programmes.reading import shipped as shipped_schemes

Row = dict[str, str]
Schemes = Mapping[str, Scheme]

SERBIAN = "Српски (sr)"
SERBIAN_LATIN = "Srpski (sr-Latn)"
LANGUAGES = ("English (en)", SERBIAN, SERBIAN_LATIN, "Македонски (mk)")
# Lists against which answers are held, wherever they come from.
LISTS = (GROUPS_FILE, RECIPIENTS_FILE)
SELECTS = ("select_one ", "select_multiple ")


@dataclass(frozen=True, slots=True)
class Sheets:
    """An XLSForm: rows as dictionaries, one list per sheet, every translation in place."""

    survey: list[Row]
    choices: list[Row]
    settings: list[Row]
    entities: list[Row]


def read_sheets(form_dir: Path, schemes: Schemes | None = None) -> Sheets:
    """Read a form's folder; choice lists it does not define itself come from the folder above
    or are those that answers are held against. `schemes` are those of the installation.

    Raises ValueError when a question asks for a list that neither has.
    """
    schemes = shipped_schemes() if schemes is None else schemes
    survey = rows_of(form_dir / "survey.csv")
    own = form_dir / "choices.csv"
    return Sheets(
        survey=[with_latin(row) for row in survey],
        choices=[
            with_latin(row)
            for row in gather_choices(form_dir, survey, rows_of(own) if own.exists() else [], schemes)
        ],
        settings=[
            with_version(with_latin_title(row), survey, schemes) for row in rows_of(form_dir / "settings.csv")
        ],
        entities=rows_of(form_dir / "entities.csv"),
    )


def with_version(settings: Row, survey: Iterable[Row], schemes: Schemes) -> Row:
    """A form that offers an installation's own schemes is a version of its own, which changes with them."""
    offered = {"scheme": scheme_rows(schemes), "milestone": milestone_rows(schemes)}
    standard = {"scheme": scheme_rows(shipped_schemes()), "milestone": milestone_rows(shipped_schemes())}
    own = [
        offered[name] for name in lists_used(survey) if name in offered and offered[name] != standard[name]
    ]
    if not own:
        return settings
    told = hashlib.sha256(json.dumps(own).encode()).hexdigest()[:8]
    return {**settings, "version": f"{settings['version']}-{told}"}


def gather_choices(form_dir: Path, survey: Iterable[Row], own: list[Row], schemes: Schemes) -> list[Row]:
    """The choices the survey asks for: each list as the form itself has it, or as all forms share it. ValueError without one."""
    shared = [row for path in (form_dir.parent / "choices.csv", *LISTS) for row in rows_of(path)]
    shared += [*service_rows(), *scheme_rows(schemes), *milestone_rows(schemes)]
    gathered: list[Row] = []
    for name in lists_used(survey):
        found = [row for row in own if row["list_name"] == name] or [
            row for row in shared if row["list_name"] == name
        ]
        if not found:
            raise ValueError(
                f'Form "{form_dir.name}" asks for the choice list "{name}", which is neither in its choices.csv '
                f"nor among the shared lists. Add the list, or mend the name in survey.csv."
            )
        gathered += found
    return gathered


def service_rows() -> list[Row]:
    """The catalogue of services as choices: those in use, with what each asks."""
    return [
        {
            "list_name": "service_type",
            "name": code,
            **labels(kind.names),
            "area": kind.area,
            "money": yes_no(kind.latest.money),
            "group": yes_no(kind.latest.group),
            "child_year": yes_no("child_year" in kind.latest.asks),
        }
        for code, kind in shipped().types.items()
        if kind.valid_to is None
    ]


def scheme_rows(schemes: Schemes) -> list[Row]:
    """The schemes as choices: whether people meet in them, and whether their parents matter."""
    return [
        {
            "list_name": "scheme",
            "name": code,
            **labels(scheme.names),
            "sessions": yes_no(scheme.sessions),
            "parents": yes_no(scheme.parents),
        }
        for code, scheme in schemes.items()
    ]


def milestone_rows(schemes: Schemes) -> list[Row]:
    """The milestones as choices, each with the schemes that have it."""
    kinds = [(code, one) for code, scheme in schemes.items() for one in scheme.latest.milestones.values()]
    having = {one.code: [code for code, other in kinds if other.code == one.code] for _, one in kinds}
    known = {one.code: one for _, one in kinds}
    return [
        {
            "list_name": "milestone",
            "name": code,
            **labels(one.names),
            "schemes": " ".join(having[code]),
            "money": yes_no(one.money),
        }
        for code, one in known.items()
    ]


def labels(words: Words) -> Row:
    """The label columns of a text of a catalogue."""
    return {
        "label::English (en)": words["en"],
        f"label::{SERBIAN}": words["sr"],
        "label::Македонски (mk)": words["mk"],
    }


def yes_no(truth: bool) -> str:
    return "yes" if truth else "no"


def lists_used(survey: Iterable[Row]) -> list[str]:
    """Names of the choice lists in order of first use."""
    used = [row["type"].split()[1] for row in survey if row["type"].startswith(SELECTS)]
    return list(dict.fromkeys(used))


def with_latin(row: Row) -> Row:
    """The row with a Serbian Latin column after each Serbian Cyrillic one."""
    whole: Row = {}
    for column, text in row.items():
        whole[column] = text
        if column.endswith(f"::{SERBIAN}"):
            whole[column.replace(SERBIAN, SERBIAN_LATIN)] = latin(text)
    return whole


def with_latin_title(row: Row) -> Row:
    return {**row, "khetane_title_sr_latn": latin(row["khetane_title_sr"])}


def latin(text: str) -> str:
    """Serbian Cyrillic in Latin script; `${names}` of questions are Latin already and stay."""
    return str(cyrtranslit.to_latin(text, "sr"))


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as sheet:
        return list(csv.DictReader(sheet, strict=True))
