"""The history of one record, field by field."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from khetane.core.masking import hidden
from khetane.desk.authors import names_of
from khetane.desk.disputed import disputes_of
from khetane.desk.fields import field_label, value_label
from khetane.desk.questions import Questions
from khetane.desk.records import Dispute
from khetane.desk.references import referred
from khetane.forms.keys import content_keys
from khetane.history.changes import Change, Gone, changes_after
from khetane.history.masking import sees_property
from khetane.history.models import Conflict


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one version: what stood there, and what stands there since."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One change of a record: who, when, which fields."""

    number: int
    when: datetime.datetime
    who: str
    fields: tuple[FieldChange, ...]
    disputes: tuple[Dispute, ...] = ()


def history_of(dataset: str, record: UUID, questions: Questions) -> list[Version]:
    """The versions of a record, the last first; values of erased submissions are gone."""
    changes = changes_after([((dataset, record), 0)]).get((dataset, record), [])
    keys = content_keys({change.source for change in changes})
    names = names_of(change.account for change in changes)
    opened = [(change, change.opened(keys)) for change in reversed(changes)]
    known = referred(
        (name, value) for _change, said in opened for name, pair in said.items() for value in pair
    )
    words = Words(known, questions)
    disputes = disputes_of(changes, Conflict.objects.filter(dataset=dataset, record=record))
    return joined(
        replace(
            version(change, said, names.get(change.account, ""), words),
            disputes=disputes.get((change.dataset, change.record, change.source), ()),
        )
        for change, said in opened
    )


def joined(versions: Iterable[Version]) -> list[Version]:
    """Each version once: what it changed is kept apart by mandate, and told together."""
    found: dict[int, Version] = {}
    for one in versions:
        known = found.get(one.number)
        found[one.number] = replace(one, fields=(*known.fields, *one.fields)) if known else one
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Words:
    """What values are said with: labels of the records they name, and the forms' choices."""

    known: Mapping[str, str]
    questions: Questions

    def shown(self, change: Change, name: str, value: object) -> str:
        dataset = change.dataset
        if not sees_property(dataset, name, change.unit_id, change.mandate):
            return hidden()
        if isinstance(value, Gone):
            return _("erased")
        return value_label(dataset, name, value, self.known, self.questions)


def version(change: Change, said: Mapping[str, tuple[Any, Any]], who: str, words: Words) -> Version:
    """One version of a record for the reader: each field it changed with what was said before and after."""
    fields = tuple(
        FieldChange(
            field_label(change.dataset, name, words.questions),
            words.shown(change, name, before),
            words.shown(change, name, after),
        )
        for name, (before, after) in sorted(said.items())
    )
    return Version(change.version, change.at, who, fields)
