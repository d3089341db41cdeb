"""A report as tables: what page, PDF, spreadsheet and text document all show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from khetane.cases.models import NeedState, Outcome, ReferralState
from khetane.cases.plans import PlanOutcome
from khetane.core.mandates import Area, Mandate
from khetane.desk.questions import Questions
from khetane.outreach.models import TaskState
from khetane.people.enums import Sex
from khetane.reports.counting import BOUNDS, Counts
from khetane.reports.periods import Kinds
from khetane.upgrading.definition import Phase
from khetane.upgrading.enums import RESULTS_OF
from khetane.upgrading.reading import shipped
from khetane.web.formats import number

PROCESSES = shipped()


@dataclass(frozen=True, slots=True)
class Records:
    """The list of what a number counts: its route and filter, to which the days of the report are added."""

    route: str
    filters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted, the numbers, and for the first ones of these (or some of them) which list shows the records.

    Of a `protected` row they are rounded to five, and zero stands for all below five.
    """

    label: str
    numbers: tuple[int, ...]
    records: tuple[Records | None, ...] = ()
    protected: bool = False

    @property
    def written(self) -> tuple[str, ...]:
        """The numbers as the reader's language writes them."""
        return tuple(
            _("under 5") if self.protected and value == 0 else number(value) for value in self.numbers
        )


@dataclass(frozen=True, slots=True)
class Section:
    """One table; `columns` name the numbers. `note` says how it was counted."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


def sections(counts: Counts, questions: Questions) -> list[Section]:
    """All tables of a report, in the reader's language; of grievances where the period is a half-year that is over."""
    told = [grievances(counts)] if counts.grievances is not None else []
    return [
        visits(counts),
        attendance(counts),
        people(counts),
        needs(counts),
        plans(counts),
        referrals(counts),
        services(counts, questions),
        procedures(counts, questions),
        settlements(counts, questions),
        decided(counts),
        *told,
    ]


def visits(counts: Counts) -> Section:
    def rows() -> Iterator[Row]:
        for label, state in (
            (_("Visits made"), "done"),
            (_("Visits cancelled"), "cancelled"),
            (_("Visits still planned"), "planned"),
        ):
            listed = Records("outreach:visits", {"state": state})
            yield Row(label, (counts.of("visits", state),), (listed,))
        yield Row(_("Settlements visited"), (counts.of("settlements"),))
        yield Row(_("Households met, each once"), (counts.of("households"),))
        yield Row(_("Meetings with households"), (counts.of("calls"),))
        yield Row(_("Found nobody at home"), (counts.of("absent"),))
        yield Row(_("Refused to be recorded"), (counts.of("refused"),))

    return Section(_("Joint visits"), (_("Number"),), tuple(rows()))


def attendance(counts: Counts) -> Section:
    made = counts.of("visits", "done")
    rows = (Row(str(label), (counts.of("attendance", code), made)) for code, label in Mandate.choices)
    return Section(_("Who came along"), (_("Visits"), _("Of")), tuple(rows))


def people(counts: Counts) -> Section:
    sexes = [code for code, label in Sex.choices]
    bands = [*range(1, len(BOUNDS) + 1), -1]
    rows = [
        Row(band_label(band), with_sum(counts.of("people", f"{sex} {band}") for sex in sexes))
        for band in bands
    ]
    rows.append(Row(_("all ages"), tuple(map(sum, zip(*(row.numbers for row in rows), strict=True)))))
    note = _(
        "Members of the households met at a visit, on its day, and persons to whom a service was delivered: each once. "
        "The age is that of the period's last day."
    )
    labels = tuple(str(label) for code, label in Sex.choices)
    return Section(_("People reached, by sex and age"), (*labels, _("all")), tuple(rows), note)


def band_label(band: int) -> str:
    """`6–14`; of the last one `65 and more`."""
    if band == -1:
        return _("age not certain")
    low = BOUNDS[band - 1]
    if band == len(BOUNDS):
        return _("%(age)s and more") % {"age": low}
    return f"{low}–{BOUNDS[band] - 1}"


def needs(counts: Counts) -> Section:
    states, ends = list(NeedState.values), (NeedState.MET, NeedState.DROPPED)

    def row(area: str, label: str) -> Row:
        found = with_sum(counts.of("needs", f"{area} {state}") for state in states)
        ended = (counts.of("closed_needs", f"{area} {state}") for state in ends)
        return Row(label, (*found, *ended), listed({} if area == "all" else {"area": area}))

    def listed(filters: Mapping[str, str]) -> tuple[Records, ...]:
        asked = [*({"state": state} for state in (*states, "all"))]
        asked += [{"state": state, "by": "closed_on"} for state in ends]
        return tuple(Records("cases:needs", {**filters, **one}) for one in asked)

    if counts.kinds is Kinds.TOLD:
        rows = [row(area, str(label)) for area, label in Area.choices]
        rows.append(summed(rows, listed({})))
    else:
        rows = [row("all", _("all"))]
    columns = (*words(NeedState.choices), _("all"), _("met in the period"), _("dropped in the period"))
    note = _(
        "Needs found in the period, by how far they are today; and those that were closed in it, whenever found."
    )
    return Section(_("Needs"), columns, tuple(rows), note + why_no_areas(counts.kinds))


def why_no_areas(kinds: Kinds) -> str:
    """Why areas are left out; nothing where they are told."""
    said = {
        Kinds.TOLD: "",
        Kinds.SOME_DAYS: _(
            "By area they are told of whole months only: of few days they would tell what one family needs."
        ),
        Kinds.GOES_ON: _(
            "By area they are told once the last month is over: until then two evenings would tell what one family"
            " needs."
        ),
    }
    return f" {said[kinds]}".rstrip()


def plans(counts: Counts) -> Section:
    def rows() -> Iterator[Row]:
        yield Row(
            _("Plans agreed with families"), (counts.of("agreed_plans"),), (Records("cases:plans", {}),)
        )
        for outcome, label in PlanOutcome.choices:
            closed = Records("cases:plans", {"outcome": outcome, "by": "closed_on"})
            said = _("Plans closed: %(outcome)s") % {"outcome": label}
            yield Row(said, (counts.of("closed_plans", outcome),), (closed,))
        for said, state in ((_("Tasks done"), TaskState.DONE), (_("Tasks cancelled"), TaskState.CANCELLED)):
            ended = Records("outreach:tasks", {"state": state.value, "by": "closed_on"})
            yield Row(said, (counts.of("closed_tasks", state),), (ended,))

    return Section(_("Plans and tasks"), (_("Number"),), tuple(rows()))


def referrals(counts: Counts) -> Section:
    def listed(filters: Mapping[str, str]) -> tuple[Records, ...]:
        return (Records("cases:sent_referrals", filters),)

    rows = [
        Row(str(label), (counts.of("referrals", state),), listed({"state_now": state}))
        for state, label in ReferralState.choices
    ]
    rows.append(summed(rows, listed({})))
    return Section(
        _("Referrals, by outcome"), (_("Number"),), tuple(rows), _("Referrals sent in the period.")
    )


def services(counts: Counts, questions: Questions) -> Section:
    def row(code: str, label: str) -> Row:
        numbers = (counts.of(name, code) for name in ("services", "service_persons", "service_households"))
        return Row(label, tuple(numbers), (Records("cases:services", {"type": code} if code else {}),))

    kinds = [code for code in counts.keys("services") if code]
    listed = [row(code, questions.answer("service", "type", code)) for code in kinds]
    note = _(
        "Persons and families are counted once in each line, and once in the last one, however often they were served."
    )
    note += why_no_kinds(counts.kinds)
    columns = (_("Delivered"), _("Persons"), _("Families"))
    return Section(_("Services"), columns, (*listed, row("", _("all"))), note)


def procedures(counts: Counts, questions: Questions) -> Section:
    ends = (
        Outcome.GRANTED,
        *(code for code in Outcome.values if code not in (Outcome.PENDING, Outcome.GRANTED)),
    )

    def numbers(kind: str) -> tuple[int, ...]:
        ended = (counts.of("solved", f"{kind} {outcome}") for outcome in ends)
        return (counts.of("initiated", kind), *ended)

    def listed(filters: Mapping[str, str]) -> tuple[Records, ...]:
        asked = [{"by": "initiated_on"}, *({"by": "solved_on", "outcome": outcome} for outcome in ends)]
        return tuple(Records("cases:procedures", {"state": "all", **filters, **one}) for one in asked)

    def row(kind: str) -> Row:
        label = questions.answer("procedure", "type", kind)
        return Row(label, numbers(kind), listed({"type": kind}))

    if counts.kinds is Kinds.TOLD:
        kinds = sorted({*counts.keys("initiated"), *counts.first_words("solved")})
        rows = [row(kind) for kind in kinds]
        rows.append(summed(rows, listed({}), len(ends) + 1))
    else:
        rows = [Row(_("all"), numbers("all"), listed({}))]
    columns = (_("Initiated"), _("Solved"), *(str(dict(Outcome.choices)[code]) for code in ends[1:]))
    note = _("Each is counted by its own day in the period; solved is what was granted.") + why_no_kinds(
        counts.kinds
    )
    return Section(_("Procedures"), columns, tuple(rows), note)


def why_no_kinds(kinds: Kinds) -> str:
    """Why kinds are left out; nothing where they are told."""
    said = {
        Kinds.TOLD: "",
        Kinds.SOME_DAYS: _(
            "By kind they are told of whole months only: of few days they would tell what one family was given or asks for."
        ),
        Kinds.GOES_ON: _(
            "By kind they are told once the last month is over: until then two evenings would tell what one family"
            " was given or asks for."
        ),
    }
    return f" {said[kinds]}".rstrip()


def settlements(counts: Counts, questions: Questions) -> Section:
    """Processes of settlements, begun and closed in the period."""
    ended = {Phase.COMPLETED: 0, Phase.STOPPED: 0}

    def row(kind: str) -> Row:
        closed = dict(ended)
        for key in counts.keys("processes_closed"):
            of, stage = key.split(" ")
            phase = phase_of(kind, stage)
            if of == kind and phase in closed:
                closed[phase] += counts.of("processes_closed", key)
        label = questions.answer("settlement_process", "kind", kind)
        return Row(label, (counts.of("processes_begun", kind), *closed.values()))

    rows = tuple(row(kind) for kind in PROCESSES)
    columns = (_("Begun"), _("Completed"), _("Stopped"))
    note = _("Each is counted by its own day in the period.")
    return Section(_("Settlements as cases"), columns, rows, note)


def phase_of(kind: str, stage: str) -> Phase | None:
    """What a stage means, by the rules that know it."""
    known = [one.stages[stage].phase for one in PROCESSES[kind].versions if stage in one.stages]
    return known[-1] if known else None


def decided(counts: Counts) -> Section:
    """Decisions and inspections of the settlements' processes."""
    rows = tuple(
        Row(f"{kind.label} · {result.label}", (counts.of("process_events", f"{kind.value} {result.value}"),))
        for kind, results in RESULTS_OF.items()
        for result in results
    )
    return Section(_("Decisions and inspections of settlements"), (_("Number"),), rows)


def grievances(counts: Counts) -> Section:
    """What was said about the unit, of which it reads nothing."""
    told = counts.grievances or {}
    labels = {
        "grievances": _("all"),
        "grievances_complaint": _("Complaints"),
        "grievances_question": _("Questions"),
        "grievances_praise": _("Praise"),
        "grievances_in_time": _("Answered in time"),
        "grievances_late": _("Answered late, or not yet"),
        "grievances_reopened": _("Opened again"),
        "grievances_escalated": _("Passed on to a body outside"),
        "grievances_content": _("Content with the answer"),
    }
    rows = tuple(Row(label, (told.get(name) or 0,), protected=True) for name, label in labels.items())
    note = _(
        "Received in the period. Rounded to five, since the unit does not read them; “under 5” may be none."
    )
    return Section(_("Grievances"), (_("Number"),), rows, note)


def with_sum(numbers: Iterator[int]) -> tuple[int, ...]:
    listed = tuple(numbers)
    return (*listed, sum(listed))


def summed(rows: Sequence[Row], records: tuple[Records | None, ...], columns: int = 0) -> Row:
    """The line of all; `columns` where there may be no line to sum."""
    numbers = tuple(map(sum, zip(*(row.numbers for row in rows), strict=True))) or (0,) * columns
    return Row(_("all"), numbers, records)


def words(choices: Sequence[tuple[str, Any]]) -> tuple[str, ...]:
    return tuple(str(label) for code, label in choices)
