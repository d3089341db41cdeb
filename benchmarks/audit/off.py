"""The application with nothing written to the audit, for comparison. It exists in benchmarks only."""

from __future__ import annotations

from collections.abc import Sequence

from khetane.config.wsgi import application  # sets Django up, before models can be imported

# isort: split
from khetane.core import audit

__all__ = ["application"]


def _nothing(*_given: object, **_named: object) -> None:
    return None


def _no_statement(events: Sequence[audit.Event]) -> tuple[str, list[object]]:
    return "select 1", []


audit.record = _nothing
audit.add = _nothing
audit.statement = _no_statement
