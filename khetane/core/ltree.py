"""PostgreSQL's `ltree` as a Django field, with the two look-ups the tree of places needs."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler


class LTreeField(models.TextField):  # type: ignore[type-arg]  # no subscript at run time
    """A path of labels joined by dots, such as `see.rs.pcinjski.vranje`."""

    description = "path in a tree (ltree)"

    def db_type(self, connection: Any) -> str:
        return "ltree"

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else str(value)


class _TreeLookup(Lookup):
    operator = ""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} {self.operator} {right}::ltree", (*left_params, *right_params)


@LTreeField.register_lookup
class Within(_TreeLookup):
    """`path__within="see.rs"`: this place or below it."""

    lookup_name = "within"
    operator = "<@"


@LTreeField.register_lookup
class Contains(_TreeLookup):
    """`path__above="see.rs.vranje"`: this place or above it."""

    lookup_name = "above"
    operator = "@>"
