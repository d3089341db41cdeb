"""docs/reference/datasets.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from khetane.core.sensitivity import sensitivity_of
from khetane.history.datasets import Dataset, registered
from khetane.history.properties import Property, Reader
from scripts.reference import markdown

HEAD = """# Datasets: how forms become records

Made by `python -m scripts.reference` from the datasets that the code registers; do not edit it here.

A form names a dataset on its *entities* sheet and properties in its column *save_to* (ODK Entities). The id of an entity is the
id of the record. A property that is not in these tables is kept with the record as an attribute; a dataset that is not here is
kept as generic entities. The columns of a record stand with their [sensitivity](sensitivity.md).

Properties that mean one thing *together* are merged and contested together when two people change them.

## Making and changing

| the entity says | the record is not here | the record is here |
| --- | --- | --- |
| `create` | it is made | *needs correction*: nothing of the submission is applied |
| `update` | *needs correction*; applied by itself when the record arrives | merged, on its `baseVersion` |
| `create` and `update` | it is made | merged, on its `baseVersion`; without one, other values are contested |

A `create` whose id is taken is refused in the same words whether the record is one's own unit's or another's. Two things are no
second making: the same submission sent again (its instance id is known), and a new version of the submission that made the
record (`deprecatedID`), which is merged. A person's `self_identification`, her `document` of one kind and a `settlement`'s
profile of one day are there once and found by what they are about, whatever id a form gives a new one: they are merged.

Sources: the ODK Entities specification, version 2023.1.0, “Declaring that a form updates entities” (of `create` and `update`
together one must fail: a `create` fails where the entity exists); ODK Central refuses a separate submission whose UUID is taken,
not an edited one (getodk/central-backend, issue 729). Merging where both are asked for is our own rule
([why](../adr/0460-a-create-meets-a-record.md)).
"""
# The readers of khetane.history.properties, in words; a choice is followed by its codes.
IN_WORDS = {
    "text": "text",
    "spoken": "text without signs that turn it around",
    "choice": "one of",
    "choices": "any of, divided by blanks:",
    "codes": "codes divided by blanks",
    "ids": "ids divided by blanks",
    "record_id": "id",
    "day": "date (`2026-05-04`)",
    "whole": "whole number",
    "decimal": "number, two places",
}


def page() -> str:
    return markdown.page(
        HEAD, *(line for dataset in sorted(registered(), key=by_name) for line in about(dataset))
    )


def by_name(dataset: Dataset) -> str:
    return dataset.name


def about(dataset: Dataset) -> Iterator[str]:
    yield f"## `{dataset.name}`"
    yield ""
    yield f"Kept in `{dataset.model._meta.label}`." + (
        " Its content is read by its own mandate only." if dataset.mandated else ""
    )
    if dataset.takes_all:
        yield "It holds every property itself."
    for group in dataset.together:
        yield f"Together: {markdown.codes(group)}."
    yield ""
    rows = ([f"`{one.name}`", accepts(one), column(dataset, one), notes(one)] for one in dataset.declared)
    yield from markdown.table(["property", "takes", "field (sensitivity)", "notes"], rows)


def accepts(one: Property) -> str:
    """What the property takes: a reader carries its codes and limits in its closure."""
    kind, limits = kind_of(one.read)
    words = IN_WORDS.get(kind, kind.replace("_", " "))
    if "codes" in limits:
        return f"{words} {markdown.codes(limits['codes'])}"  # type: ignore[arg-type]  # a tuple of codes
    if kind == "configured":
        known: tuple[str, ...] = tuple(limits["known"]())  # type: ignore[operator]  # as above: what it asks
        return f"one of {markdown.codes(known)}, and of the installation's own"
    if kind == "choices":
        return f"{words} {markdown.codes(kind_of(limits['one'])[1]['codes'])}"  # type: ignore[arg-type]  # as above
    if "low" in limits:
        return f"{words}, {limits['low']} to {limits['high']}"
    if limits.get("longest"):
        return f"{words}, at most {limits['longest']} characters"
    return words


def kind_of(read: Reader) -> tuple[str, dict[str, object]]:
    """The name of the reader's maker and what it was made with."""
    if not inspect.isfunction(read):
        return getattr(read, "__name__", "text"), {}
    return read.__qualname__.split(".")[0], dict(inspect.getclosurevars(read).nonlocals)


def column(dataset: Dataset, one: Property) -> str:
    if not one.column:
        return "kept beside the record"
    field = next(field for field in dataset.model._meta.fields if one.column in (field.name, field.column))
    return f"`{field.name}` ({sensitivity_of(dataset.model, field.name)})"


def notes(one: Property) -> str:
    parts = [
        "required" if one.required else "",
        f"of a `{one.refers}`" if one.refers else "",
        "an id or a code" if one.look_up else "",
        "not in the future" if one.past else "",
    ]
    return "; ".join(filter(None, parts))
