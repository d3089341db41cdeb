"""From the text of a submission's edits to values, and the records they touch and name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from khetane.core.problems import Problem
from khetane.history import problems
from khetane.history.datasets import Dataset, dataset_named
from khetane.history.drafts import Batch, Draft, Key, Wanted
from khetane.history.properties import Property
from khetane.history.source import Edit, record_arrival

# Whose a record is follows from these, so they are read even where they stand unchanged.
NEEDED = ("household", "person")
LookUp = Callable[[Iterable[str]], Mapping[str, str]]


def read_edits(edits: Sequence[Edit], batch: Batch) -> list[Wanted]:
    """The edits as values, one per record; what cannot be read is noted in the batch."""
    datasets = {edit.dataset: dataset_named(edit.dataset) for edit in edits}
    wanted = [_values(edit, datasets[edit.dataset], batch) for edit in edits]
    batch.creating = frozenset(one.key for one in wanted if one.action == "create")
    _look_up(wanted, batch)
    for one in wanted:
        one.dataset.complete(one, batch)
    entailed: list[Wanted] = []
    for _, same in groupby(
        sorted(wanted, key=lambda one: one.dataset.name), key=lambda one: one.dataset.name
    ):
        several = list(same)
        several[0].dataset.find_same(several, batch)
        entailed += several[0].dataset.entailed(several, batch)
    return _one_per_record([*wanted, *_unsaid(entailed, wanted)], batch)


def _unsaid(entailed: Iterable[Wanted], wanted: Sequence[Wanted]) -> Iterator[Wanted]:
    """What follows from a submission, without what it says of those records itself, each group of properties as a whole."""
    said: dict[Key, set[str]] = {}
    for one in wanted:
        said.setdefault(one.key, set()).update(one.given)
    for one in entailed:
        known = said.setdefault(one.key, set())
        taken = {name for group in one.dataset.groups if not known.isdisjoint(group) for name in group}
        one.given = {name: value for name, value in one.given.items() if name not in taken}
        if one.given:
            known.update(one.given)
            yield one


def _values(edit: Edit, dataset: Dataset, batch: Batch) -> Wanted:
    where = f"{dataset.name} {edit.path}".strip()
    given = {}
    for name, text in edit.values.items():
        known = dataset.properties.get(name)
        value = known.parse(text, where) if known else text.strip()
        if isinstance(value, Problem):
            batch.refuse([value])
            batch.unreadable.add(((dataset.name, edit.id), name))
        else:
            given[name] = value
    return Wanted(
        dataset=dataset,
        id=edit.id,
        action=str(edit.action),
        given=given,
        where=where,
        base_version=edit.base_version,
        trunk_version=edit.trunk_version,
        branch_id=edit.branch_id,
        label=edit.label,
    )


def _look_up(wanted: Sequence[Wanted], batch: Batch) -> None:
    """Turn texts into values for properties that are looked up, all at once per look-up."""
    asked: dict[LookUp, set[str]] = {}
    for one in wanted:
        for known in _looked_up(one):
            if known.look_up and one.given[known.name]:
                asked.setdefault(known.look_up, set()).add(str(one.given[known.name]))
    found = {look_up: look_up(texts) for look_up, texts in asked.items()}
    for one in wanted:
        for known in _looked_up(one):
            text = one.given[known.name]
            if not text or known.look_up is None:
                continue
            if text not in found[known.look_up]:
                batch.refuse([problems.UNKNOWN_PLACE.about(where=one.where, value=str(text))])
                batch.unreadable.add((one.key, known.name))
            one.given[known.name] = found[known.look_up].get(str(text), known.empty)


def _looked_up(wanted: Wanted) -> list[Property]:
    properties = wanted.dataset.properties.values()
    return [known for known in properties if known.look_up and known.name in wanted.given]


def _one_per_record(wanted: Sequence[Wanted], batch: Batch) -> list[Wanted]:
    """Join the edits of one record: what one submission says of it is one edit."""
    joined: dict[Key, Wanted] = {}
    for one in wanted:
        first = joined.setdefault(one.key, one)
        if first is one:
            continue
        for name, value in one.given.items():
            if first.given.setdefault(name, value) != value:
                batch.refuse([problems.TWICE.about(where=one.where, id=str(one.id), property=name)])
    return list(joined.values())


def read_named(drafts: Iterable[Draft], batch: Batch) -> None:
    """Read the records that `drafts` name; one that is not here is noted, and waited for.

    A name that stands unchanged is not asked about: it was right when it was written.
    """
    asked: dict[str, set[UUID]] = {}
    naming = [
        (draft, known.name, known.refers, text)
        for draft in drafts
        for known in draft.dataset.properties.values()
        if known.refers
        for text in _texts(draft.values.get(known.name))
        if draft.is_new or known.name in NEEDED or text not in _texts(draft.standing.get(known.name))
    ]
    for _, _, dataset, text in naming:
        if (dataset, UUID(text)) not in batch.drafts:
            asked.setdefault(dataset, set()).add(UUID(text))
    instead: dict[Key, str] = {}
    for dataset, ids in asked.items():
        instead |= {(dataset, old): str(new) for old, new in _read_by_id(dataset, ids, batch).items()}
    for at, (draft, name, dataset, text) in enumerate(naming):
        if (now := instead.get((dataset, UUID(text)))) is not None:
            draft.values[name] = _renamed(draft.values[name], text, now)
            naming[at] = draft, name, dataset, now
    for draft, name, dataset, text in naming:
        if batch.record(dataset, text) is None and text not in _texts(draft.standing.get(name)):
            missing = problems.REFERENCE_NOT_HERE.about(where=draft.where, property=name, id=text)
            batch.refuse([missing], waits_for=record_arrival(dataset, text))


def _read_by_id(dataset: str, ids: set[UUID], batch: Batch) -> Mapping[UUID, UUID]:
    """Read the named records of a dataset; of those that are not here, the ids of the records that stand for them."""
    known = dataset_named(dataset)
    for found in known.load(sorted(ids), lock=False):
        batch.named[found.key] = found
    missing = [id for id in ids if (dataset, id) not in batch.named]
    instead = known.instead(missing) if missing else {}
    for found in known.load(sorted(set(instead.values())), lock=False) if instead else ():
        batch.named[found.key] = found
    return instead


def _renamed(value: object, old: str, new: str) -> object:
    return [new if one == old else one for one in value] if isinstance(value, list) else new


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return value
    return [str(value)] if value else []
