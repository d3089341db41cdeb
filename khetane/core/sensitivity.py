"""How sensitive each field of a record is, declared once on its model.

From it follow which columns an export and an entity list have, which values a page or an answer of the API
hides (`khetane.core.masking`), and which fields the audit marks. Policies of the database are written in
migrations: a test compares them with it.

A model declares its fields in `sensitivity`, and in `beside` the properties of its records that other tables
hold. `special_permission` is what reads its special fields instead of content.read; `recorded_as` is what the
audit and the forms call its records where that is not its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from django.apps import apps
from django.db.models import Model


class Sensitivity(StrEnum):
    """From what anyone may know to what harms when it leaks."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SPECIAL = "special"


Declaration = dict[str, Sensitivity]
# One of these permissions shows a field of this level; with none, whoever sees the record sees the field.
READ: Mapping[Sensitivity, tuple[str, ...]] = {
    Sensitivity.PUBLIC: (),
    Sensitivity.INTERNAL: (),
    Sensitivity.PERSONAL: ("identity.read", "override.use"),
    Sensitivity.SPECIAL: ("content.read",),
}
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def declare(*, public: str = "", internal: str = "", personal: str = "", special: str = "") -> Declaration:
    """Declare field names (space separated) per level: `sensitivity = declare(internal="id code")`.

    Raises ValueError when a field stands at two levels.
    """
    levels = {
        Sensitivity.PUBLIC: public,
        Sensitivity.INTERNAL: internal,
        Sensitivity.PERSONAL: personal,
        Sensitivity.SPECIAL: special,
    }
    declared: Declaration = {}
    for level, names in levels.items():
        for name in names.split():
            if name in declared:
                raise ValueError(f"The field {name!r} is declared {declared[name]} and {level}: keep one.")
            declared[name] = level
    return declared


def sensitivity_of(model: type[Model], field: str) -> Sensitivity:
    """The declared level of a field; LookupError names the model when there is none."""
    declared: Declaration = getattr(model, "sensitivity", {})
    if field not in declared:
        raise LookupError(
            f"{model.__name__}.{field} has no declared sensitivity: add it to `sensitivity` on the model."
        )
    return declared[field]


def fields_at(model: type[Model], *levels: Sensitivity) -> tuple[str, ...]:
    """The names of the model's fields declared at any of these levels, in declaration order."""
    declared: Declaration = getattr(model, "sensitivity", {})
    return tuple(name for name, level in declared.items() if level in levels)


def level_of(model: type[Model], name: str) -> Sensitivity | None:
    """The declared level of a field, or of a property that other tables hold; None for any other name."""
    declared: Declaration = getattr(model, "sensitivity", {})
    beside: Declaration = getattr(model, "beside", {})
    return declared.get(name) or beside.get(name)


def permissions_for(model: type[Model], level: Sensitivity) -> tuple[str, ...]:
    """The permissions of which any one shows fields of this level; none are needed where it is empty."""
    own: str = getattr(model, "special_permission", "")
    return (own,) if own and level is Sensitivity.SPECIAL else READ[level]


def model_of(kind: str) -> type[Model] | None:
    """The model of the records that the audit and the forms call by this name."""
    return _models().get(kind)


def kind_of(model: type[Model]) -> str:
    """What the audit and the forms call the records of a model."""
    return getattr(model, "recorded_as", "") or _WORD.sub("_", model.__name__).lower()


@cache
def _models() -> Mapping[str, type[Model]]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("khetane."))
    return {kind_of(model): model for model in ours}
