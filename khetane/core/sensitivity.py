"""How sensitive each field of a record is, declared once on its model.

Exports, the snapshot, audit and masking all follow from this one declaration (DESIGN, "Access").
"""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Model


class Sensitivity(StrEnum):
    """From what anyone may know to what harms when it leaks."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SPECIAL = "special"


Declaration = dict[str, Sensitivity]


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
