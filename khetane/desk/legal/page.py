"""The page of one procedure: what comes next, by when, by which law; what has happened; hearings, powers, costs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from khetane.cases.legal import PowerKind, PowerOfAttorney, Procedure, ProcedureEvent
from khetane.cases.papers.reading import papers_for
from khetane.cases.procedures.definition import Status, Step
from khetane.cases.procedures.schedule import Due, State
from khetane.cases.procedures.standing import CLIENT, Case, Standing, definition_of, next_step, stand
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.changes import history_of
from khetane.desk.legal.words import STATUSES, Text, type_name
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.web.languages import LANGUAGES
from khetane.web.names import worded

APPEAL = "APP"


@dataclass(frozen=True, slots=True)
class TermLine:
    """One term: what has to happen, by when, why, and what one may do once it has passed."""

    name: str
    state: State
    last: datetime.date | None
    counted: datetime.date | None  # where the last day was moved because it is not worked
    is_ours: bool
    is_estimated: bool
    basis: str
    status: Text
    is_verified: bool
    source: str
    remedy: str
    rules: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: who does it, and when it happened."""

    step: Step
    name: str
    event: ProcedureEvent | None
    on: datetime.date | None
    is_next: bool


def procedure_named(procedure_id: UUID) -> Procedure:
    """The procedure, or 404 as for one that does not exist."""
    rows = Procedure.objects.select_related("household__place", "person", "unit__municipality", "follows")
    return get_object_or_404(rows, pk=procedure_id)


def writes(procedure: Procedure) -> bool:
    """Whether the viewer may write about it: she records for the unit, and reads its mandate."""
    viewer = current()
    reads = procedure.mandate in viewer.mandates.get(procedure.unit_id, frozenset())
    return reads and viewer.can("registry.write", procedure.unit_id)


def may_take_over(procedure: Procedure) -> bool:
    """Whether the viewer is one of those who see by what they conduct, and somebody else or nobody conducts this."""
    viewer = current()
    is_others = procedure.lawyer != viewer.account_id
    return viewer.sees_clients_only(procedure.unit_id) and is_others and writes(procedure)


def case_of(procedure: Procedure, events: Iterable[ProcedureEvent]) -> Case:
    several = list(events)
    return Case(
        type=procedure.type,
        initiated_on=procedure.initiated_on,
        events={one.event: one.date for one in several},
        results={one.event: one.result for one in several},
        outcome=procedure.outcome,
        solved_on=procedure.solved_on,
    )


@requires("content.read")
def procedure_page(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """404 for a procedure that is not there for the viewer, whether or not it exists."""
    procedure, today, questions = procedure_named(procedure_id), timezone.localdate(), questions_now()
    events = mask(procedure.procedureevents.all())
    case = case_of(procedure, events)
    standing = stand(case, today)
    shown = [procedure.person_id] if procedure.person_id else []
    opened("procedure", procedure.household, [procedure.pk, *shown])
    changes = history_of("procedure", procedure.pk, questions)
    mask([procedure, *filter(None, (procedure.person, procedure.household, procedure.follows))])
    definition, name = definition_of(procedure.type), type_name(procedure.type)
    context = {
        "procedure": procedure,
        "name": name,
        "next": term_line(standing.next) if standing.next else None,
        **appeal_of(procedure, standing, case),
        "next_step": None if case.closed else next_step(standing.schedule, case),
        "steps": step_lines(standing, events, case),
        "terms": [term_line(due) for due in standing.schedule.terms],
        **law(standing),
        "body": procedure.body or worded(standing.rules.body),
        "unlocks": [type_name(code) for code in definition.unlocks],
        "has_begun": bool(standing.schedule.events),
        "lawyer_only": definition.lawyer_only,
        "jurisdiction": definition.jurisdiction,
        "papers": [(one.code, worded(one.title).format(procedure=name)) for one in papers_for(definition)],
        "paper_languages": LANGUAGES,
        "followed_by": procedure.followed_by.all(),
        "hearings": mask(procedure.hearings.order_by("date", "time")),
        **acting_for(procedure, today),
        "costs": mask(procedure.costs.order_by("date", "id")),
        "totals": totals(procedure),
        "changes": changes,
        "today": today,
        "may_write": writes(procedure),
        "may_take_over": may_take_over(procedure),
    }
    return render(request, "desk/legal/procedure.html", context)


def appeal_of(procedure: Procedure, standing: Standing, case: Case) -> dict[str, bool]:
    """Whether what was refused and closed may still be appealed, and whether an appeal can be started from here."""
    due = standing.next
    is_running = due is not None and due.state is State.RUNNING
    return {"appeal_open": case.closed and is_running, "may_appeal": may_appeal(procedure, standing)}


def acting_for(procedure: Procedure, today: datetime.date) -> dict[str, Any]:
    """The powers in force, and whether somebody may act by one: who may only receive documents may not."""
    powers = mask(powers_in_force(procedure, today))
    return {"powers": powers, "represented": any(one.kind != PowerKind.RECEIVE for one in powers)}


def may_appeal(procedure: Procedure, standing: Standing) -> bool:
    """Whether an appeal can be started now: the term for it runs, or the body of the first instance is silent."""
    due, type_of = standing.next, definition_of(procedure.type)
    if due is None or procedure.person_id is None or type_of.jurisdiction != "RS" or procedure.type == APPEAL:
        return False
    if due.deadline.until == "appeal":
        return due.state is State.RUNNING
    is_silent = due.state is State.PASSED and bool(due.deadline.remedy)
    return is_silent and "appeal" not in standing.schedule.events


def law(standing: Standing) -> dict[str, Any]:
    """What the rules that bind say, and how sure that is."""
    rules = standing.rules
    return {
        "rules": rules,
        "rules_status": STATUSES[rules.status],
        "legal_basis": worded(rules.legal_basis),
        "source": worded(rules.source),
        "newer": worded(rules.newer),
        "documents": [worded(words) for words in rules.documents],
    }


def term_line(due: Due) -> TermLine:
    deadline, step = due.deadline, due.rules.step(due.deadline.until)
    return TermLine(
        name=worded(deadline.names),
        state=due.state,
        last=due.last.day if due.last else None,
        counted=due.last.counted if due.last and due.last.moved else None,
        is_ours=step is None or step.by == CLIENT,
        is_estimated=due.estimated,
        basis=worded(deadline.basis),
        status=STATUSES[deadline.status],
        is_verified=deadline.status is Status.VERIFIED,
        source=worded(deadline.source),
        remedy="" if due.yields else worded(deadline.remedy),
        rules=due.rules.version,
    )


def step_lines(standing: Standing, events: Sequence[ProcedureEvent], case: Case) -> list[StepLine]:
    """Every step of the rules that bind, in their order, and steps recorded under rules that no longer do."""
    known = {one.event: one for one in events}
    following = None if case.closed else next_step(standing.schedule, case)
    return [
        StepLine(
            step,
            worded(step.names),
            known.get(step.event),
            standing.schedule.events.get(step.event),
            step == following,
        )
        for step in standing.rules.steps
    ]


def powers_in_force(procedure: Procedure, today: datetime.date) -> Any:
    """Powers of the person that cover this procedure today."""
    rows = PowerOfAttorney.objects.filter(person=procedure.person_id, given_on__lte=today)
    rows = rows.filter(Q(procedure=None) | Q(procedure=procedure))
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    return rows.filter(Q(revoked_on=None) | Q(revoked_on__gt=today)).order_by("-given_on")


def totals(procedure: Procedure) -> list[tuple[Decimal, str]]:
    """What the procedure cost, by currency."""
    sums = procedure.costs.order_by("currency").values("currency").annotate(total=Sum("amount"))
    return [(row["total"], row["currency"]) for row in sums]
