"""Which properties of records the viewer may see, by the names that forms and history use."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model

from khetane.core.masking import hidden, sees_level
from khetane.core.sensitivity import Sensitivity, level_of, sensitivity_of
from khetane.history.datasets import Dataset, dataset_named
from khetane.history.models import Attributes
from khetane.history.properties import Property


def level_of_property(dataset: Dataset, name: str) -> tuple[type[Model], Sensitivity]:
    """How sensitive a property is, and the model that says so.

    An answer without a field of ours is as sensitive as the place where such answers are kept.
    """
    known = dataset.properties.get(name)
    level = level_of(dataset.model, _field(dataset.model, known) if known else name)
    if level is not None:
        return dataset.model, level
    kept = dataset.model if dataset.takes_all else Attributes
    return kept, sensitivity_of(kept, "values")


def _field(model: type[Model], known: Property) -> str:
    named = (one.name for one in model._meta.fields if known.column in (one.name, one.column))
    return next(named, known.name)


def sees_property(dataset: str, name: str, unit_id: UUID | None, mandate: str = "") -> bool:
    """Whether the viewer sees this property of the unit's records, in what this mandate recorded."""
    return sees_level(*level_of_property(dataset_named(dataset), name), unit_id, mandate)


def shown_property(dataset: str, name: str, value: object, unit_id: UUID, mandate: str = "") -> object:
    """A value of history, or the word that hides it."""
    return value if sees_property(dataset, name, unit_id, mandate) else hidden()


def is_special(dataset: Dataset, name: str) -> bool:
    """Whether the audit marks a change of this property."""
    return level_of_property(dataset, name)[1] is Sensitivity.SPECIAL
