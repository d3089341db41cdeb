"""The pages of reports: a unit's own, and units beside each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.organisations.models import Unit
from khetane.reports.formats.offered import FORMATS
from khetane.reports.forms import PeriodForm
from khetane.reports.periods import Period, code_of, last_month
from khetane.reports.report import PERMISSION, Report, make_report
from khetane.reports.sections import Records, Row, Section


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table on the page: of each number its column, how it is written, where its records stand (or nothing)."""

    row: Row
    cells: list[tuple[str, str, str]]


@requires(PERMISSION)
def unit_report(request: HttpRequest) -> HttpResponse:
    """The report of a month, half-year or other days, with ways to the records behind the figures."""
    form = asked_form(request)
    report = report_asked(form, "read")
    context: dict[str, Any] = {"form": form, "report": report}
    if report is not None:
        context |= {"tables": tables(report), "downloads": downloads(request), "lines": report.lines}
    return render(request, "reports/unit.html", context)


@requires(PERMISSION)
def download(request: HttpRequest, suffix: str) -> HttpResponse:
    """The same report as a file."""
    report = report_asked(asked_form(request), "exported")
    if suffix not in FORMATS or report is None:
        raise Http404
    chosen = FORMATS[suffix]
    answer = HttpResponse(chosen.make(report), content_type=chosen.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{report.file_name}.{suffix}"'
    return answer


def asked_form(request: HttpRequest) -> PeriodForm:
    """What is asked for; unless said, the first unit and the last month, of which kinds are told."""
    units = list(Unit.objects.listed().filter(pk__in=current().units.get(PERMISSION, ())))
    today = timezone.localdate()
    given = request.GET.copy()
    given.setdefault("period", code_of(last_month(today)))
    if units:
        given.setdefault("unit", str(units[0].pk))
    return PeriodForm(given, units=units, today=today)


def report_asked(form: PeriodForm, action: str) -> Report | None:
    """The report, once the form says unit and period."""
    asked = form.asked
    return make_report(*asked, action=action) if asked else None


def tables(report: Report) -> list[tuple[Section, list[Line]]]:
    return [
        (section, [Line(row, cells(section, row, report.period)) for row in section.rows])
        for section in report.sections
    ]


def cells(section: Section, row: Row, period: Period) -> list[tuple[str, str, str]]:
    """What each column says. A zero leads nowhere."""
    told = zip_longest(section.columns, row.written, row.numbers, row.records)
    return [
        (column, written, address(listed, period) if listed and number else "")
        for column, written, number, listed in told
    ]


def address(listed: Records, period: Period) -> str:
    """The list of the records that a number counts."""
    days = {"since": iso(period.since), "until": iso(period.until)}
    return f"{reverse(listed.route)}?{urlencode({**listed.filters, **days})}"


def iso(day: dt.date) -> str:
    return day.isoformat()


def downloads(request: HttpRequest) -> list[tuple[str, str]]:
    """Each format by its name, with its address."""
    asked = request.GET.urlencode()
    return [
        (one.name, f"{reverse('reports:download', args=[kind])}?{asked}") for kind, one in FORMATS.items()
    ]
