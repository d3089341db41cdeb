"""What coordinators of the demonstration decided of persons recorded twice."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_OID, uuid5

from khetane.core.viewer import acting_as
from khetane.demo.country import Country
from khetane.demo.loading import Workers
from khetane.demo.sendings import COORDINATION
from khetane.demo.twice import Pair
from khetane.desk.same import merging
from khetane.people.models import Merge, Person
from khetane.people.same.actions import not_the_same
from khetane.people.tasks import look_for_same_persons


def decide(country: Country, workers: dict[str, Workers]) -> None:
    """In each unit one pair is merged and one is said to be two persons; the worker looks for the rest. Safe to repeat."""
    for unit, pairs in country.twice().items():
        with acting_as(workers[unit][COORDINATION].account_id):
            _decide(pairs)
    look_for_same_persons.defer()


def _decide(pairs: Sequence[Pair]) -> None:
    there = {
        person.pk: person for person in Person.objects.filter(pk__in=[id for pair in pairs for id in pair])
    }
    known = [pair for pair in pairs if pair[0] in there and pair[1] in there]
    if Merge.objects.filter(kept__in=[one for one, _ in pairs]).exists():
        return
    for (one, other), act in zip(known, (_merge, not_the_same), strict=False):
        act(there[one], there[other])


def _merge(kept: Person, merged: Person) -> None:
    merging.merge(merge_id=uuid5(NAMESPACE_OID, str(kept.pk)), kept=kept, merged=merged, taken=[])
