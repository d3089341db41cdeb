"""The writers of the tree of places. Each is one transaction, safe for the paths, on record in the audit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.places.enums import SuccessionKind
from khetane.places.models import Place, PlaceName, Succession
from khetane.places.tree import problems, rules
from khetane.places.tree.building import Facts, names_of, new_place, shown_name

MOVE = """
    update places_place
    set path = (case when path = %(old)s::ltree then %(new)s
                     else %(new)s || '.' || subpath(path, nlevel(%(old)s::ltree))::text end)::ltree
    where path <@ %(old)s::ltree
"""


@transaction.atomic
def create(*, parent_id: UUID, said: Facts, place_id: UUID | None = None) -> Place:
    """Add a place below another; it takes over the designation note of what it lies in.

    Raises Invalid for a code that is taken or misshapen, a kind that cannot lie there, or no name;
    NotAllowed without place.write.
    """
    current().check("place.write")
    place = new_place(_locked([parent_id])[parent_id], said, place_id=place_id)
    _check_free(said.code)
    place.save(force_insert=True)
    PlaceName.objects.bulk_create(names_of(place, said.names))
    audit.record("wrote", "place", [place.pk], fields=["code", "kind", "parent", "names"])
    return place


@transaction.atomic
def rename(*, place_id: UUID, names: rules.Names, name: str = "") -> Place:
    """Give the place these names per language, in place of all it had; its code stays.

    `name` is what lists show; without one, the name it had stays while it is among the names, else the
    first of them takes its place.
    """
    current().check("place.write")
    place = _locked([place_id])[place_id]
    complete = rules.complete(names)
    if name.strip() or place.name not in complete.values():
        place.name = shown_name(name, complete)
    place.sort_key = rules.sort_key(place.name)
    place.search_text = rules.search_text(place.code, [place.name, *complete.values()])
    place.save(update_fields=["name", "sort_key", "search_text"])
    place.names.all().delete()
    PlaceName.objects.bulk_create(names_of(place, names))
    audit.record("wrote", "place", [place.pk], fields=["name", "names"])
    return place


@transaction.atomic
def move(*, place_id: UUID, parent_id: UUID) -> None:
    """Let the place, with all below it, lie in another one."""
    current().check("place.write")
    found = _locked([place_id, parent_id])
    place, parent = found[place_id], found[parent_id]
    if rules.within(parent.path, place.path):
        raise Invalid(problems.INTO_ITSELF.about(name=place.name))
    _move(place, parent)
    audit.record("wrote", "place", [place.pk], fields=["parent"])


@transaction.atomic
def end(*, place_id: UUID, on: datetime.date) -> None:
    """End a place that has no successor and in which nothing lies any more."""
    current().check("place.write")
    place = _locked([place_id])[place_id]
    _check_can_end(place, on)
    below = place.children.valid_on(on).count()
    if below:
        raise Invalid(problems.STILL_BELOW.about(name=place.name, number=below))
    _end(place, on)
    audit.record("wrote", "place", [place.pk], fields=["valid_to"])


@transaction.atomic
def merge(*, place_ids: Sequence[UUID], into_id: UUID, on: datetime.date) -> None:
    """End places that became one, on that day; what lay in them lies in the successor."""
    current().check("place.write")
    found = _locked([*place_ids, into_id])
    into = found[into_id]
    for place_id in dict.fromkeys(place_ids):
        place = found[place_id]
        _check_succeeds(place, into, on)
        for child in place.children.valid_on(on):
            _move(child, into)
        _succeed(place, [into], SuccessionKind.MERGE, on)
    audit.record("wrote", "place", [*place_ids, into_id], fields=["valid_to", "successions"])


@transaction.atomic
def split(
    *, place_id: UUID, into_ids: Sequence[UUID], on: datetime.date, shares: Mapping[UUID, UUID]
) -> None:
    """End a place that became several; `shares` says for each place in it to which successor it goes."""
    current().check("place.write")
    successors = list(dict.fromkeys(into_ids))
    if len(successors) < 2:
        raise Invalid(problems.TOO_FEW.about())
    found = _locked([place_id, *successors])
    place = found[place_id]
    for successor in successors:
        _check_succeeds(place, found[successor], on)
    for child in place.children.valid_on(on):
        share = shares.get(child.pk)
        if share is None or share not in successors:
            raise Invalid(problems.NOT_SHARED_OUT.about(name=child.name))
        _move(child, found[share])
    _succeed(place, [found[successor] for successor in successors], SuccessionKind.SPLIT, on)
    audit.record("wrote", "place", [place_id, *successors], fields=["valid_to", "successions"])


def _locked(ids: Iterable[UUID]) -> dict[UUID, Place]:
    """The places by id, locked in one order so that two changes never wait for each other."""
    wanted = set(ids)
    found = {
        place.pk: place for place in Place.objects.filter(pk__in=wanted).order_by("pk").select_for_update()
    }
    missing = wanted - found.keys()
    if missing:
        raise Invalid(problems.UNKNOWN.about(id=str(min(missing))))
    return found


def _check_free(code: str) -> None:
    taken = Place.objects.filter(code=code).first()
    if taken is not None:
        raise Invalid(problems.CODE_TAKEN.about(code=code, name=taken.name))


def _check_can_end(place: Place, on: datetime.date) -> None:
    if place.valid_to is not None:
        raise Invalid(problems.OVER.about(name=place.name, day=place.valid_to.isoformat()))
    rules.check_end(place.name, place.valid_from, on, timezone.localdate())


def _check_succeeds(place: Place, successor: Place, on: datetime.date) -> None:
    _check_can_end(place, on)
    if successor.pk == place.pk:
        raise Invalid(problems.INTO_ITSELF.about(name=place.name))
    if successor.kind != place.kind:
        raise Invalid(problems.OTHER_KIND.about(name=successor.name))
    if not rules.exists_on(successor.valid_from, successor.valid_to, on) or successor.valid_to is not None:
        raise Invalid(problems.NOT_THEN.about(name=successor.name, day=on.isoformat()))


def _succeed(place: Place, successors: list[Place], kind: str, on: datetime.date) -> None:
    _end(place, on)
    Succession.objects.bulk_create(
        [Succession(place=place, successor=successor, kind=kind, on=on) for successor in successors]
    )


def _end(place: Place, on: datetime.date) -> None:
    place.valid_to = on
    place.save(update_fields=["valid_to"])


def _move(place: Place, parent: Place) -> None:
    rules.check_kind(place.name, place.kind, parent.kind)
    new = rules.path(parent.path, place.code)
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"old": place.path, "new": new})
    place.parent, place.path = parent, new
    place.save(update_fields=["parent"])
