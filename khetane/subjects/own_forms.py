"""Forms of the units that held an erased person: her name is taken out of what they say (docs/adr/0760).

Looked through are all versions of forms of those units, open or closed, with their files. A form for every unit is not
touched: whoever is named there is known to all units, most often as staff; the officer is told that the name stands there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import pgettext
from psycopg import Connection

from khetane.forms import former
from khetane.forms.redaction.files import SEEN_OR_HEARD, Columns, holds_neutral, names_in_file, redact_file
from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.naming import Names
from khetane.forms.redaction.neutral import Neutral, file_called
from khetane.forms.redaction.questionnaires import Answers, Redacted, answered, file_columns, redact
from khetane.forms.standard import FORMS as SHIPPED
from khetane.forms.xml.compiled import compile_form
from khetane.forms.xml.description import describe
from khetane.forms.xml.xform import read_xform
from khetane.people.numbers import normalise, open_number
from khetane.subjects.claim import Claim
from khetane.web.languages import LANGUAGES

_FORMS = "select id from khetane_forms_form where unit_id = any(%s)"
_STANDING = (
    "select id, unit_id, form_id, title, titles from khetane_forms_form where id = any(%s) order by form_id"
)
_FOR_ALL = "select id, form_id, title, titles from khetane_forms_form where unit_id is null and not form_id = any(%s) order by form_id"
_VERSIONS = """
    select v.id, v.version, v.title, v.titles, v.languages, v.source_name, c.source, c.xform, c.warnings
    from khetane_forms_formversion v join khetane_forms_formcontent c on c.version_id = v.id
    where v.form_id = %s order by v.published_at, v.id
"""
_FILES = "select id, name, content from khetane_forms_formmedia where version_id = %s order by name"
_NUMBERS = "select id, person_id, number_sealed from people_document where person_id = any(%s) and number_sealed is not null"
_FORM = "update khetane_forms_form set form_id = %s, title = %s, titles = %s where id = %s"
_VERSION = """
    update khetane_forms_formversion
    set version = %s, title = %s, titles = %s, languages = %s, source_name = %s, xform_md5 = %s, compiled = %s
    where id = %s
"""
_CONTENT = """
    update khetane_forms_formcontent
    set source = %s, xform = %s, warnings = %s, names_removed_at = clock_timestamp() where version_id = %s
"""
_FILE = "update khetane_forms_formmedia set name = %s, content = %s, md5 = %s where id = %s"
# Phones that have the form as it was send under these names (khetane.forms.former).
_FORMER = """
    insert into khetane_forms_formername as known (lookup, form_id, version_id) values (%s, %s, %s)
    on conflict (lookup) do update set form_id = excluded.form_id, version_id = excluded.version_id
"""
_NO_FILE = "delete from khetane_forms_formmedia where id = %s"
_TELL = """
    insert into access_auditevent (action, kind, subjects, fields, unit)
    select 'redacted', 'form_version', array_agg(v.id order by v.id), '{}', f.unit_id
    from khetane_forms_formversion v join khetane_forms_form f on f.id = v.form_id
    where v.id = any(%s) group by f.unit_id
"""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a version as it stands."""

    id: UUID
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a form as it stands, with its files."""

    id: UUID
    version: str
    title: str
    titles: dict[str, str]
    languages: list[str]
    source_name: str
    source: bytes = field(repr=False)
    xform: str = field(repr=False)
    warnings: list[Any] = field(repr=False)
    files: tuple[File, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a unit as it stands."""

    id: UUID
    unit: UUID
    form_id: str
    title: str
    titles: dict[str, str]


@dataclass(slots=True)
class Forms:
    """What an erasure did with forms: the versions that changed, by title, and forms for every unit that name her still."""

    changed: dict[UUID, str] = field(default_factory=dict)
    naming: list[str] = field(default_factory=list)
    one_name: bool = False  # known by one name alone, which is looked for in no form; and the unit has some


def take_out(connection: Connection, claim: Claim) -> Forms:
    """Take the names and numbers of the erased out of the forms of their units. Safe to repeat."""
    done = Forms()
    forms = connection.execute(_FORMS, [sorted(claim.units)]).fetchall()
    numbers = _numbers(connection, claim)
    # One by one: the given name of one and the family name of another would be somebody who is still there.
    for person in sorted(claim.persons):
        names = claim.named.get(person, Names())
        done.one_name |= bool(forms) and bool(names.given) != bool(names.family)
        whom = FullNames(names, frozenset(numbers[person]))
        if whom.can_be_found:
            _take_out_one(connection, whom, claim, done, [form[0] for form in forms])
    if claim.answers:
        connection.execute(_TELL, [list(claim.answers)])
    return done


def _take_out_one(
    connection: Connection, whom: FullNames, claim: Claim, done: Forms, forms: list[UUID]
) -> None:
    for standing in connection.execute(_STANDING, [forms]).fetchall():
        _take_out_of(connection, whom, claim, done, Form(*standing))
    for id, _, title, titles in connection.execute(_FOR_ALL, [list(SHIPPED)]).fetchall():
        neutral = Neutral(whom)
        named = (
            any(_of_version(one, neutral).is_changed for one in _versions(connection, id))
            or _said(titles, whom) != titles
        )
        if named and title not in done.naming:
            done.naming.append(title)


def word_in(language: str) -> str:
    """What stands in a text in the place of a name, in a language of ours or else in English."""
    known = {one.code for one in LANGUAGES}
    with translation.override(language.lower() if language.lower() in known else "en"):
        return pgettext("in the place of a name", "(erased)")


def _numbers(connection: Connection, claim: Claim) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {person: set() for person in claim.persons}
    for id, person, sealed in connection.execute(_NUMBERS, [list(claim.persons)]).fetchall():
        found[person].add(normalise(open_number(bytes(sealed), id)))
    return found


def _versions(connection: Connection, form: UUID) -> list[Version]:
    found = []
    for id, version, title, titles, languages, name, source, xform, warnings in connection.execute(
        _VERSIONS, [form]
    ).fetchall():
        stored = connection.execute(_FILES, [id]).fetchall()
        files = tuple(File(file, said, bytes(content)) for file, said, content in stored)
        found.append(
            Version(id, version, title, titles, languages, name, bytes(source), xform, warnings, files)
        )
    return found


@dataclass(frozen=True, slots=True)
class _Plain:
    """A version without her: `files` by their id, None for one that is given up."""

    was: Version
    form: Redacted
    source: bytes = field(repr=False)
    files: Mapping[UUID, tuple[str, bytes] | None] = field(repr=False)
    told: tuple[Any, ...]

    @property
    def is_changed(self) -> bool:
        was = self.was
        told = (was.version, was.title, was.titles, was.languages, was.source_name, was.warnings)
        return self.form.changed or self.source != was.source or bool(self.files) or self.told != told


def _take_out_of(connection: Connection, whom: FullNames, claim: Claim, done: Forms, form: Form) -> None:
    versions = _versions(connection, form.id)
    neutral = Neutral.beside(whom, _texts(versions))
    if whom.names_her(form.form_id):  # ids of forms are one space: this one is nobody else's
        neutral.names[form.form_id] = f"erased_{form.id.hex[:12]}"
    first = [_of_version(version, neutral) for version in versions]
    told = whom.covered(form.title, word_in("")), _said(form.titles, whom)
    if not any(one.is_changed for one in first) and told == (form.title, form.titles):
        return
    form_id = neutral.names.get(form.form_id, form.form_id)
    # Once more, now that every value of every version is known: one version's formulas may name another's choice.
    for plain in (_of_version(version, neutral) for version in versions):
        if plain.is_changed:
            claim.answers.setdefault(plain.was.id, []).append(_write(connection, plain, neutral))
            done.changed[plain.was.id] = f"{plain.told[1]} {plain.told[0]}".strip()
        if (form.form_id, plain.was.version) != (form_id, plain.told[0]):
            found = former.of_version(form.unit, form.form_id, plain.was.version)
            connection.execute(_FORMER, [found, form.id, plain.was.id])
    if form_id != form.form_id:
        connection.execute(_FORMER, [former.of_form(form.unit, form.form_id), form.id, None])
    connection.execute(_FORM, [form_id, told[0], json.dumps(told[1]), form.id])


def _texts(versions: Collection[Version]) -> Iterator[str]:
    for version in versions:
        yield version.xform
        yield from (
            file.content.decode(errors="replace") for file in version.files if not _is_shown(file.name)
        )


def _of_version(was: Version, neutral: Neutral) -> _Plain:
    whom, word = neutral.whom, word_in("")
    columns = file_columns(was.xform)
    contents = {
        file.id: redact_file(
            file.name, file.content, neutral, word, columns.get(file_called(file.name), Columns())
        )
        for file in was.files
    }
    form = redact(was.xform, neutral, word_in)
    used = file_called(form.xform)
    files: dict[UUID, tuple[str, bytes] | None] = {}
    for file in was.files:
        name, content = neutral.filename(file.name), contents[file.id]
        shows_her = name != file.name and _is_shown(name)
        given_up = file_called(file.name) in form.files and file_called(file.name) not in used
        if content is None or shows_her or given_up:
            files[file.id] = None
        elif (name, content) != (file.name, file.content):
            files[file.id] = name, content
    told = (
        neutral.identifier(was.version), whom.covered(was.title, word), _said(was.titles, whom),
        [neutral.identifier(one) for one in was.languages], _file_name(was.source_name, whom), _said(was.warnings, whom),
    )  # fmt: skip
    return _Plain(was, form, _source(was, form, whom), files, told)


def _is_shown(name: str) -> bool:
    return name.rpartition(".")[2].lower() in SEEN_OR_HEARD


def _source(was: Version, form: Redacted, whom: FullNames) -> bytes:
    """The file as uploaded, where it does not name her. A workbook is given up; an XForm is what it became."""
    if not form.changed and not names_in_file(was.source, whom):
        return was.source
    return (
        form.xform.encode()
        if form.changed and was.source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        else b""
    )


def _file_name(name: str, whom: FullNames) -> str:
    stem, point, ending = name.rpartition(".")
    return whom.covered(stem, "erased") + point + ending if point else whom.covered(name, "erased")


def _said(value: Any, whom: FullNames) -> Any:
    """Texts by language, or told of a form, without her."""
    if isinstance(value, str):
        return whom.covered(value, word_in(""))
    if isinstance(value, list):
        return [_said(one, whom) for one in value]
    if isinstance(value, dict):
        return {name: _said(one, whom) for name, one in value.items()}
    return value


def _write(connection: Connection, plain: _Plain, neutral: Neutral) -> Answers:
    was, xform = plain.was, plain.form.xform
    version, title, titles, languages, source_name, warnings = plain.told
    form = read_xform(xform.encode())
    compiled = json.dumps(compile_form(form).to_json())
    row = [
        version,
        title,
        json.dumps(titles),
        json.dumps(languages),
        source_name,
        _md5(xform.encode()),
        compiled,
    ]
    connection.execute(_VERSION, [*row, was.id])
    connection.execute(_CONTENT, [plain.source, xform, json.dumps(warnings), was.id])
    lists = set()
    for file in was.files:
        kept = plain.files.get(file.id, (file.name, file.content))
        if kept is None:
            connection.execute(_NO_FILE, [file.id])
            continue
        name, content = kept
        connection.execute(_FILE, [name, content, _md5(content), file.id])
        if holds_neutral(content):
            lists.add(file_called(name))
    described = describe(form)
    instances = {one.instance for one in described.needs if file_called(one.filename) in lists}
    return Answers(neutral, answered(described, instances))


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
