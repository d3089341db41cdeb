"""One record of a copy: as facts in the reader's words, and as values for a machine."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Field, Model
from django.utils.translation import gettext as _

from khetane.cases.procedures.standing import definition_of
from khetane.desk.legal.words import step_name
from khetane.desk.questions import Questions
from khetane.desk.recipients import recipient_label
from khetane.organisations.models import DirectoryEntry
from khetane.people.numbers import open_number
from khetane.places.models import Place
from khetane.subjects.copying.gathering import Gathered, Told
from khetane.web.formats import birth, day, number
from khetane.web.names import in_script, place_label

Fact = tuple[str, str]
# What the program keeps for itself, says elsewhere on the copy, or what names somebody who works here.
SKIPPED = frozenset({
    "id", "version", "created_at", "updated_at", "unit", "household", "person", "sort_key", "merged_into", "split_from",
    "number_hash", "number_sealed", "account", "request", "task", "stage_on", "rules", "term", "turn", "birth_precision",
})  # fmt: skip
FOR_MACHINES = frozenset({"id", "created_at", "updated_at", "birth_precision"})
# Records about others too: of these only that, and when, she took part.
OF_GROUPS: Mapping[str, tuple[str, ...]] = {
    "group_delivery": ("type", "date", "provider", "quantity"),
    "session": ("scheme", "date", "hours"),
    "visit": ("date", "place", "participants"),
}
BEHIND = {"group_participant": "group_delivery", "presence": "session", "visit_household": "visit"}
NAMES_OF_HERS = frozenset({"given_name", "family_name", "parent_name"})


class Facts:
    """The facts of a copy's records. Places and services of the directory are asked once."""

    def __init__(self, gathered: Gathered, questions: Questions) -> None:
        self.gathered, self.questions = gathered, questions

    def of(self, one: Told) -> list[Fact]:
        """Labels and values; what is empty is left out."""
        said = list(self._own(one))
        if one.behind is not None:
            kind = BEHIND[one.kind]
            said += self._fields(kind, one.behind, OF_GROUPS[kind])
        said += [
            (
                self.questions.label(one.kind, name),
                self._covered(self.questions.answer(one.kind, name, str(value))),
            )
            for name, value in one.answers.items()
            if value not in (None, "")
        ]
        return said

    def values(self, one: Told) -> dict[str, Any]:
        """The same for a machine: names as the database has them, values as they stand."""
        kept = {
            field.attname: self._plain(field, getattr(one.record, field.attname))
            for field in one.record._meta.local_fields
            if field.column and (field.name not in SKIPPED or field.name in FOR_MACHINES)
        }
        if one.kind == "document" and one.record.number_sealed:  # type: ignore[attr-defined]  # a document
            kept["number"] = number_of(one.record)
        if one.behind is not None:
            names = OF_GROUPS[BEHIND[one.kind]]
            kept |= {
                name: self._plain(None, getattr(one.behind, _attname(one.behind, name))) for name in names
            }
        answers = {name: self._covered(str(value)) for name, value in one.answers.items()}
        return {"kind": one.kind, "of": "person" if one.of_her else "household", "values": kept} | (
            {"answers": answers} if answers else {}
        )

    def _own(self, one: Told) -> Iterator[Fact]:
        own = one.record._meta.local_fields
        said_behind = OF_GROUPS[BEHIND[one.kind]] if one.behind else ()
        names = tuple(
            field.name
            for field in own
            if field.column and field.name not in SKIPPED and field.name not in said_behind
        )
        yield from self._fields(one.kind, one.record, names)
        if one.kind == "document" and one.record.number_sealed:  # type: ignore[attr-defined]  # a document
            yield _("number"), number_of(one.record)

    def _fields(self, kind: str, record: Model, names: tuple[str, ...]) -> Iterator[Fact]:
        for name in names:
            field = record._meta.get_field(name)
            said = self._said(kind, record, field) if isinstance(field, Field) else ""
            if said:
                yield str(field.verbose_name), said  # type: ignore[union-attr]  # a field of its own, as just seen

    def _said(self, kind: str, record: Model, field: Field[Any, Any]) -> str:
        value = getattr(record, field.attname)
        if value in (None, "", [], {}) or isinstance(value, bytes | memoryview):
            return ""
        if field.is_relation:
            return self._named(field, value)
        if field.name == "birth_date":
            return birth(value, record.birth_precision)  # type: ignore[attr-defined]  # a person
        if kind == "procedure_event" and field.name == "event":
            return self._step(record, value)
        if isinstance(value, list):
            return ", ".join(self._code(kind, field, one) for one in value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime.date):
            return day(value)
        if isinstance(value, int | Decimal):
            return number(value)
        return self._text(kind, field, str(value))

    def _text(self, kind: str, field: Field[Any, Any], value: str) -> str:
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        chosen = self.questions.chosen(kind, field.name, value)
        if chosen:
            return chosen
        if kind == "referral" and field.name == "to_organisation":
            return recipient_label(value) or value
        return value if kind == "person" and field.name in NAMES_OF_HERS else self._covered(value)

    def _code(self, kind: str, field: Field[Any, Any], value: str) -> str:
        if kind == "consent":
            return recipient_label(value) or value
        base = getattr(field, "base_field", None)
        if base is not None and base.flatchoices:
            return str(dict(base.flatchoices).get(value, value))
        return self.questions.chosen(kind, field.name, value) or value.replace("_", " ")

    def _step(self, record: Model, event: str) -> str:
        kinds = {one.record.pk: one.record for one in self.gathered.told if one.kind == "procedure"}
        procedure = kinds.get(record.procedure_id)  # type: ignore[attr-defined]  # a step of a procedure
        if procedure is None:
            return event.replace("_", " ")
        return step_name(definition_of(procedure.type), event)  # type: ignore[attr-defined]  # a procedure

    def _named(self, field: Field[Any, Any], value: uuid.UUID) -> str:
        if field.related_model is Place:
            place = self.places.get(value)
            return place_label(place) if place else ""
        if field.related_model is DirectoryEntry:
            entry = self.directory.get(value)
            return in_script(entry.provider, entry.place) if entry else ""
        return ""

    @cached_property
    def places(self) -> dict[uuid.UUID, Place]:
        ids = {
            getattr(record, "place_id", None)
            for one in self.gathered.told
            for record in (one.record, one.behind)
            if record is not None
        }
        wanted = [one for one in ids if isinstance(one, uuid.UUID)]
        return Place.objects.without_boundary().named().in_bulk(wanted)

    @cached_property
    def directory(self) -> dict[uuid.UUID, DirectoryEntry]:
        ids = {getattr(one.record, "directory_entry_id", None) for one in self.gathered.told} - {None}
        return DirectoryEntry.objects.select_related("place").in_bulk(ids)

    def _plain(self, field: Field[Any, Any] | None, value: Any) -> Any:
        if isinstance(value, datetime.date | uuid.UUID | Decimal):
            return value.isoformat() if isinstance(value, datetime.date) else str(value)
        if isinstance(value, str) and not (field is not None and field.name in NAMES_OF_HERS):
            return self._covered(value)
        return value

    def _covered(self, text: str) -> str:
        return self.gathered.names.mask(text, at_home=True)


def number_of(document: Model) -> str:
    return open_number(bytes(document.number_sealed), document.pk)  # type: ignore[attr-defined]  # a document


def _attname(record: Model, name: str) -> str:
    return str(record._meta.get_field(name).attname)  # type: ignore[union-attr]  # a field of its own
