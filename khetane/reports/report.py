"""One report: whose, of which period, and its counts. Making one is on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core import audit
from khetane.core.viewer import current
from khetane.desk.questions import questions_now
from khetane.organisations.models import Unit
from khetane.reports.counting import BOUNDS, Counts, counts_of
from khetane.reports.periods import Period
from khetane.reports.sections import Section, sections
from khetane.web.formats import day, month
from khetane.web.names import place_label, place_note, unit_label

PERMISSION = "report.read"


@dataclass(frozen=True)
class Report:
    """The work of a unit in a period. Raw counts: not for publication."""

    unit: Unit
    period: Period
    counts: Counts
    made_at: dt.datetime

    @cached_property
    def sections(self) -> list[Section]:
        """Its tables, in the reader's language."""
        return sections(self.counts, questions_now())

    @property
    def title(self) -> str:
        return _("Report of the mobile unit")

    @property
    def lines(self) -> list[str]:
        """What stands below the title: whose, of when, how it may be used."""
        return [unit_label(self.unit), period_label(self.period), *self.notes]

    @property
    def notes(self) -> list[str]:
        """The warning, how it was counted, and the designation note of the place."""
        place = self.unit.municipality
        named = f"{place_label(place)} {place_note(place)}" if place_note(place) else ""
        return [
            _("Not for publication: these are plain counts over the records of the unit."),
            _("They describe people in contact with the unit, never the Roma population."),
            *filter(None, [named]),
        ]

    @property
    def file_name(self) -> str:
        return f"report-{self.unit.code}-{self.period.since.isoformat()}-{self.period.until.isoformat()}"

    def facts(self) -> dict[str, Any]:
        """The report for programs; the keys are a contract: they may be added, never renamed."""
        return {
            "unit": self.unit.code,
            "since": self.period.since.isoformat(),
            "until": self.period.until.isoformat(),
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "publishable": False,
            "age_bands_from": list(BOUNDS),
            "counts": {
                name: dict(sorted(keys.items())) for name, keys in sorted(self.counts.by_measure.items())
            },
            "rounded": dict(sorted((self.counts.grievances or {}).items())),
        }


def make_report(unit: Unit, period: Period, *, action: str = "read") -> Report:
    """The report, on record as read or exported. Raises NotAllowed for who does not make it for this unit."""
    current().check(PERMISSION, unit.pk)
    audit.record(action, "unit_report", [unit.pk], unit_id=unit.pk)
    return Report(unit, period, counts_of(unit.pk, period), timezone.now().replace(microsecond=0))


def period_label(period: Period) -> str:
    """A month by its name, a half-year by its number, any other period by its days."""
    if period.half:
        which = _("First half of %(year)s") if period.half == 1 else _("Second half of %(year)s")
        return which % {"year": period.since.year}
    if period.is_month:
        return month(period.since)
    return f"{day(period.since)} – {day(period.until)}"
