"""Refusals: exceptions that carry a `Problem`, so that they can be said in the reader's language."""

from __future__ import annotations

from khetane.core.problems import Problem


class Refusal(Exception):
    """Something was refused; `problem` says what happened, to what, and what to do next."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem

    @property
    def message(self) -> str:
        return self.problem.message


class NotAllowed(Refusal):
    """The viewer's roles do not allow this."""


class Invalid(Refusal):
    """The input cannot be applied as it is."""
