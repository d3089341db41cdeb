"""From when and until when an enrolment took part, as its stages change. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khetane.programmes.definition import Phase

OVER = (Phase.COMPLETED, Phase.LEFT)


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day, both in it; without a first one nobody took part, without a last one she still does."""

    since: date | None = None
    until: date | None = None


def span_after(known: Span, phase: Phase, *, entered: date, corrects: date | None) -> Span:
    """The span once an enrolment is in a stage of this phase since the day `entered`.

    `corrects` is the day that was said before, where the stage is the same. Who leaves before she was taken in never
    took part.
    """
    if phase is Phase.SERVED:
        began = entered if known.since in (None, corrects) else known.since
        return Span(began)
    if phase in OVER and known.since is not None:
        return Span(known.since, entered)
    return Span()
