"""Merging two records of one person, parting them again, and saying that two are not the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

import psycopg
from django.db import transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.birth import birth_known
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.history.bulk import ask
from khetane.people import problems
from khetane.people.keys import key_rows
from khetane.people.models import MatchCandidate, Merge, Person, PersonKey, Proposal
from khetane.people.same.pairs import pair_of

PERMISSION = "person.merge"
_MERGE = "select people_merge_persons(%s, %s, %s, %s, %s::jsonb, %s::jsonb)"
_PART = "select people_part_persons(%s)"


@transaction.atomic
def merge(
    *, merge_id: UUID, kept: Person, merged: Person, was: Mapping[str, str], became: Mapping[str, str]
) -> None:
    """Take `merged` into `kept`: from here on all that is recorded of either speaks of `kept`.

    `was` and `became`: values of the kept person before and after what was taken from the other. Raises NotAllowed, and Invalid
    when one of them is not in the viewer's unit, or was merged already.
    """
    current().check(PERMISSION, kept.unit_id)
    asked = [merge_id, kept.pk, merged.pk, sorted(became), json.dumps(dict(was)), json.dumps(dict(became))]
    if not ask(_MERGE, asked)[0][0]:
        raise Invalid(problems.NOT_TO_MERGE.about())
    audit.record("merged", "person", [kept.pk, merged.pk], fields=sorted(became), unit_id=kept.unit_id)


@transaction.atomic
def part(done: Merge) -> None:
    """Undo a merge: what came with the merged person speaks of her again, and she is there again.

    What was recorded since stays with the kept person. Raises NotAllowed, and Invalid when a later merge of the same person comes
    first, or the household she came from is no longer the unit's.
    """
    current().check(PERMISSION, done.unit_id)
    try:
        with transaction.atomic():
            parted = ask(_PART, [done.pk])[0][0]
    except psycopg.errors.IntegrityError as refused:
        raise Invalid(problems.CHANGED_SINCE_MERGED.about()) from refused
    if not parted:
        raise Invalid(problems.NOT_TO_PART.about())
    person = Person.objects.get(pk=done.merged_id)
    PersonKey.objects.filter(person=person).delete()
    birth = birth_known(person.birth_date, person.birth_precision)
    PersonKey.objects.bulk_create(
        PersonKey(person=person, unit_id=person.unit_id, **row._asdict())
        for row in key_rows(person.given_name, person.family_name, person.parent_name, birth)
    )
    audit.record("parted", "person", [done.kept_id, done.merged_id], fields=done.fields, unit_id=done.unit_id)


@transaction.atomic
def not_the_same(one: Person, other: Person) -> None:
    """Remember that two records are of two persons: they are not proposed again. Raises NotAllowed, Invalid."""
    current().check(PERMISSION, one.unit_id)
    if one.unit_id != other.unit_id or one.pk == other.pk:
        raise Invalid(problems.NOT_TO_MERGE.about())
    person, second = sorted((one, other), key=lambda person: str(person.pk))
    MatchCandidate.objects.update_or_create(
        unit_id=one.unit_id,
        pair=pair_of(one.pk, other.pk),
        defaults={
            "state": Proposal.NOT_SAME,
            "decided_at": timezone.now(),
            "decided_by": current().account_id,
        },
        create_defaults={
            "person": person,
            "other": second,
            "probability": 0.0,
            "state": Proposal.NOT_SAME,
            "decided_at": timezone.now(),
            "decided_by": current().account_id,
        },
    )
    audit.record("told_apart", "person", [one.pk, other.pk], unit_id=one.unit_id)


def kept_instead(person_id: UUID) -> UUID | None:
    """Into whom a person was merged, and she perhaps into another; None where she was not, as far as the viewer sees."""
    found: UUID | None = None
    while (
        then := Merge.objects.filter(merged=found or person_id, undone_at=None)
        .values_list("kept", flat=True)
        .first()
    ):
        found = then
    return found
