"""What a command prints: facts line by line, or one JSON object; refusals as one sentence and exit code 1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer

from khetane.config.problem import Problem


def print_facts(facts: Mapping[str, Any], *, as_json: bool) -> None:
    """Print `facts`, whose keys are a contract with scripts: they may be added, never renamed."""
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    width = max(map(len, facts), default=0)
    for name, value in facts.items():
        typer.echo(f"{name:<{width}}  {value}")


@contextmanager
def refused() -> Iterator[None]:
    """Turn a refusal of an action into the problem that ends a command; use it after `django_setup()`."""
    from khetane.core.refusals import Refusal  # Django must be ready first

    try:
        yield
    except Refusal as refusal:
        raise Problem(refusal.message) from refusal
