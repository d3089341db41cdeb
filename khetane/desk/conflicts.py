"""Values that contend for one field: what waits, and what each side says."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from khetane.core.masking import mask
from khetane.core.sealing import unseal
from khetane.core.viewer import current
from khetane.desk.authors import names_of
from khetane.desk.fields import field_label, value_label
from khetane.desk.questions import NOTHING_ASKED, Questions, questions_now
from khetane.desk.records import KINDS
from khetane.desk.references import referred
from khetane.forms.keys import content_keys
from khetane.forms.models import Submission
from khetane.history.conflicts import side_context
from khetane.history.masking import shown_property
from khetane.history.models import Conflict, ConflictSide
from khetane.people.models import Household, Person
from khetane.web.names import form_title, person_label

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conflict as a list shows it."""

    conflict: Conflict
    kind: Text
    label: str
    fields: tuple[Text, ...]
    household: Household | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the contending values: who said it, when, by which form. Without values it was erased.

    `again`: by the same account as the value that stands. `mine`: by the viewer herself.
    """

    id: UUID
    standing: bool
    who: str
    at: datetime.datetime
    form: str
    values: tuple[tuple[Text, str], ...]
    again: bool = False
    mine: bool = False


def waiting(conflicts: Sequence[Conflict]) -> list[Waiting]:
    """The conflicts with the record and household each is about; two queries, however many."""
    questions = questions_now() if conflicts else NOTHING_ASKED
    households = Household.objects.in_bulk([one.household for one in conflicts if one.household])
    persons = Person.objects.in_bulk([one.record for one in conflicts if one.dataset == "person"])
    mask([*households.values(), *persons.values()])
    return [
        Waiting(
            conflict=one,
            kind=KINDS[one.dataset].name if one.dataset in KINDS else one.dataset.replace("_", " "),
            label=person_label(persons[one.record]) if one.record in persons else "",
            fields=tuple(field_label(one.dataset, name, questions) for name in one.group),
            household=households.get(one.household) if one.household else None,
        )
        for one in conflicts
    ]


def sides_of(conflict: Conflict) -> list[Side]:
    """The values contending, the standing one first and then as they came."""
    rows = sorted(conflict.sides.all(), key=lambda side: (not side.standing, side.at))
    first = {row.account for row in rows if row.standing}
    viewer, keys = current(), content_keys({row.source for row in rows if row.source})
    opened = {row.pk: opened_side(row, keys) for row in rows}
    known = referred(pair for values in opened.values() for pair in values.items())
    questions = questions_now()
    names, forms = names_of(row.account for row in rows), forms_of(row.source for row in rows if row.source)
    return [
        Side(
            id=row.pk,
            standing=row.standing,
            who=names.get(row.account, ""),
            at=row.at,
            form=forms.get(row.source, "") if row.source else "",
            values=tuple(side_in_words(conflict, opened[row.pk], known, questions)),
            again=not row.standing and row.account in first,
            mine=not row.standing and row.account == viewer.account_id,
        )
        for row in rows
    ]


def opened_side(side: ConflictSide, keys: dict[UUID, bytes]) -> dict[str, Any]:
    """What the side says by field, as far as the viewer may see it; nothing when its submission was erased."""
    if side.source not in keys:
        return {}
    values: dict[str, Any] = json.loads(unseal(keys[side.source], bytes(side.sealed), side_context(side.pk)))
    about = side.conflict
    return {
        name: shown_property(about.dataset, name, value, about.unit_id, about.mandate)
        for name, value in values.items()
    }


def side_in_words(
    conflict: Conflict, values: dict[str, Any], known: dict[str, str], questions: Questions
) -> Iterable[tuple[Text, str]]:
    for name in conflict.group:
        if name in values:
            yield (
                field_label(conflict.dataset, name, questions),
                value_label(conflict.dataset, name, values[name], known, questions),
            )


def forms_of(sources: Iterable[UUID]) -> dict[UUID, str]:
    """The title of the form behind each submission in the reader's language; an edit on a screen has none."""
    rows = Submission.objects.filter(pk__in=list(sources)).select_related("form_version__form")
    return {
        row.pk: form_title(row.form_version) if row.form_version else _("edit on a screen")
        for row in rows.defer("content", "key")
    }
