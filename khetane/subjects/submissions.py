"""Submissions, their files and uploads kept for review: replaced by copies without the erased person.

The copy is sealed under a new key and the old one is gone with it. The hash of what came stays, so that the
same record sent again is still recognised; its files are not taken again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from lxml import etree
from psycopg import Connection

from khetane.core.sealing import seal, unseal
from khetane.forms.contents import edits_in, open_content
from khetane.forms.keys import file_context, key_context, new_content_key, unwrapped
from khetane.forms.models import Source
from khetane.forms.redaction.documents import Gone, ids_in, redact_office, redact_xml
from khetane.forms.redaction.former import ONE_OF_SEVERAL, name_form
from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.questionnaires import without_names
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.reading import read_tree
from khetane.history.source import Edit
from khetane.subjects.claim import Claim

_ALL = """
    select id, instance_id, source, form_version_id, content, key, key_id from khetane_forms_submission
    where unit_id = any(%s)
"""
_OF_HOMES = "select distinct source from history_entitychange where household = any(%s)"
_REPLACE = """
    update khetane_forms_submission set content = %s, key = %s, key_id = %s, reason = '', erased_at = now(),
           latitude = case when %s then null else latitude end, longitude = case when %s then null else longitude end
    where id = %s
"""
_FILES = "select id, name, content from khetane_forms_attachment where submission_id = %s order by name"
_FILE = "update khetane_forms_attachment set name = %s, size = %s, content = %s where id = %s"
_KEPT = """
    select id, instance_id, form_id, form_version, file_name, content, key, key_id from khetane_forms_keptupload
    where unit_id = any(%s)
"""
_KEEP = """
    update khetane_forms_keptupload set form_id = %s, form_version = %s, content = %s, key = %s, key_id = %s, reason = '',
           file_name = %s, decision = ''
    where id = %s
"""
ERASED_FILE = "erased-{}"
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Stored:
    """A submission, opened."""

    id: UUID
    instance_id: str
    source: str
    version: UUID | None
    content: bytes = field(repr=False)
    key: bytes = field(repr=False)

    def edits(self) -> tuple[Edit, ...]:
        """What it says of records; nothing where it cannot be read."""
        try:
            return tuple(edits_in(self.source, self.content, self.version)[0])
        except Unreadable:
            return ()

    def redacted(self, gone: Gone, claim: Claim) -> bytes:
        """Its content without them; a value by which a form named them is the one that stands there now."""
        if self.source == Source.OFFICE:
            return redact_office(self.content, gone)
        content = self.content
        for answers in claim.answers.get(self.version, ()) if self.version else ():
            content = without_names(content, answers)
        return redact_xml(content, gone)


@dataclass(slots=True)
class Replaced:
    """What was replaced: the old and the new key of each submission, and the instances that speak of them."""

    keys: dict[UUID, tuple[bytes, bytes]] = field(default_factory=dict)
    instances: set[str] = field(default_factory=set)
    files: int = 0
    kept: int = 0


def learn(connection: Connection, claim: Claim) -> None:
    """Learn from the submissions which more records and names are theirs (what was never applied, too)."""
    for stored in _stored(connection, claim):
        if _speaks(stored.content, claim):
            gone = claim.gone(at_home=True)
            for edit in stored.edits():
                _learn_edit(edit, claim, gone)


def _learn_edit(edit: Edit, claim: Claim, gone: Gone) -> None:
    if not gone.owns(edit.dataset, str(edit.id), iter(edit.values.values())):
        return
    claim.records.add(edit.id)
    if edit.dataset == "person":
        claim.persons.add(edit.id)
        given, family = edit.values.get("given_name", ""), edit.values.get("family_name", "")
        claim.add_names(edit.id, given=given, family=family)


def replace(connection: Connection, claim: Claim) -> Replaced:
    """Replace every submission and upload that speaks of them."""
    done, of_homes = Replaced(), _of_homes(connection, claim)
    for stored in _stored(connection, claim):
        speaks = _speaks(stored.content, claim)
        if speaks:
            done.instances.add(stored.instance_id)
        content = stored.redacted(_gone(stored, claim, speaks=speaks, of_home=stored.id in of_homes), claim)
        if content != stored.content or (speaks and _has_files(connection, stored.id)):
            _replace(connection, stored, content, done, destroy_files=speaks, claim=claim)
    _replace_kept(connection, claim, done)
    return done


def _of_homes(connection: Connection, claim: Claim) -> set[UUID]:
    """The submissions that changed records of their households, also where they name only the record."""
    return {source for (source,) in connection.execute(_OF_HOMES, [list(claim.all_homes)])}


def _gone(stored: Stored, claim: Claim, *, speaks: bool, of_home: bool) -> Gone:
    at_home = speaks or of_home or not ids_in(stored.content).isdisjoint(map(str, claim.all_homes))
    kept = set()
    if at_home:
        others = (one for one in stored.edits() if one.dataset == "person" and one.id not in claim.persons)
        kept = {
            one.values.get(name, "").strip()
            for one in others
            for name in ("given_name", "family_name", "parent_name")
        }
    return claim.gone(at_home=at_home, kept=kept - {""})


def _speaks(content: bytes, claim: Claim) -> bool:
    """Whether a submission says something of them, not only of their household."""
    return not ids_in(content).isdisjoint(map(str, claim.records))


def _replace(
    connection: Connection,
    stored: Stored,
    content: bytes,
    done: Replaced,
    *,
    destroy_files: bool,
    claim: Claim,
) -> None:
    key, wrapped = new_content_key(stored.id)
    sealed = seal(key, content, key_context(stored.id))
    placeless = not claim.households.isdisjoint(edit.id for edit in stored.edits())
    connection.execute(_REPLACE, [sealed, wrapped.wrapped, wrapped.key_id, placeless, placeless, stored.id])
    done.keys[stored.id] = (stored.key, key)
    for number, (file_id, name, sealed_file) in enumerate(
        connection.execute(_FILES, [stored.id]).fetchall(), 1
    ):
        plain = b"" if destroy_files else unseal(stored.key, bytes(sealed_file), file_context(file_id))
        name = ERASED_FILE.format(number) if destroy_files else name
        done.files += destroy_files
        connection.execute(_FILE, [name, len(plain), seal(key, plain, file_context(file_id)), file_id])


def _has_files(connection: Connection, submission: UUID) -> bool:
    """Whether it has files that were not erased yet."""
    row = connection.execute(
        "select 1 from khetane_forms_attachment where submission_id = %s and size > 0", [submission]
    ).fetchone()
    return row is not None


def _replace_kept(connection: Connection, claim: Claim, done: Replaced) -> None:
    called = _called(claim)
    for kept_id, instance, *named, file_name, sealed, key, key_id in _rows(connection, _KEPT, claim):
        old = unwrapped(kept_id, key, key_id)
        content = unseal(old, bytes(sealed), key_context(kept_id))
        redacted = _redacted_upload(content, file_name, instance in done.instances, claim)
        plain = [*map(called, named)]
        if plain != named and not file_name:
            redacted = _renamed(redacted, *plain)
        if redacted != content or plain != named:
            new, wrapped = new_content_key(kept_id)
            row = [*plain, seal(new, redacted, key_context(kept_id)), wrapped.wrapped, wrapped.key_id]
            connection.execute(_KEEP, [*row, file_name if redacted == content else "", kept_id])
            done.kept += 1


def _called(claim: Claim) -> Callable[[str], str]:
    """How a form or version is called that an upload names: as it is called now, or, where it was never here, by nobody's name."""
    answers = chain.from_iterable(claim.answers.values())
    known = {before: plain for one in answers for before, plain in one.neutral.names.items()}
    whom = [FullNames(names) for names in claim.named.values()]

    def called(name: str) -> str:
        return known.get(name) or (ONE_OF_SEVERAL if any(one.names_her(name) for one in whom) else name)

    return called


def _renamed(content: bytes, form_id: str, version: str) -> bytes:
    """A record that says this form and version; Unreadable content is empty by now."""
    if not content:
        return content
    root = read_tree(content)
    name_form(root, form_id, version)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _redacted_upload(content: bytes, file_name: str, of_theirs: bool, claim: Claim) -> bytes:
    """A record that could not be taken is redacted like any other; a file of theirs is emptied."""
    speaks = of_theirs or _speaks(content, claim)
    gone = claim.gone(at_home=speaks or not ids_in(content).isdisjoint(map(str, claim.all_homes)))
    if not file_name:
        try:
            # Of which form it is, is not sure: what a form of the unit offered under her name is hers wherever it was answered.
            for answers in chain.from_iterable(claim.answers.values()):
                content = without_names(content, answers)
            return redact_xml(content, gone)
        except Unreadable:
            speaks = True  # nobody can tell which part of it is whose
    text = content.decode(errors="replace")
    return b"" if speaks or gone.covered(text) != text else content


def _stored(connection: Connection, claim: Claim) -> Iterator[Stored]:
    for id, instance, source, version, content, key, key_id in _rows(connection, _ALL, claim):
        opened = unwrapped(id, key, key_id)
        yield Stored(id, instance, source, version, open_content(id, opened, bytes(content)), opened)


def _rows(connection: Connection, statement: str, claim: Claim) -> Iterator[tuple[Any, ...]]:
    with connection.cursor(f"erasing_{id(claim)}") as cursor:
        cursor.itersize = AT_ONCE
        yield from cursor.execute(statement, [list(claim.units)])
