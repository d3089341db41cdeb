"""The dataset `enrolment`: who takes part in which scheme, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from khetane.core.problems import Problem
from khetane.core.states import BEGINNING
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, codes, configured, day, record_id, text
from khetane.people.datasets.belonging import Belonging
from khetane.people.models import Person
from khetane.programmes import problems
from khetane.programmes.configured import in_force
from khetane.programmes.definition import For, Phase, Scheme, SchemeRules
from khetane.programmes.eligibility import YES, Verdict, judge
from khetane.programmes.facts import answered_facts, known_facts
from khetane.programmes.models import Eligible, Enrolment, Milestone, MilestoneState
from khetane.programmes.taking_part import Span, span_after

ENDED = (Phase.COMPLETED, Phase.LEFT, Phase.REFUSED)
JUDGED_BY = ("person", "household", "scheme", "applied_on", "answers", "eligible")


class EnrolmentDataset(Belonging):
    """A person or household in a scheme."""

    name = "enrolment"
    model = Enrolment
    mandated = True
    declared = (
        Property("household", record_id, "household_id", empty=None, required=True, refers="household"),
        Property("person", record_id, "person_id", empty=None, refers="person"),
        Property("scheme", configured(in_force), "scheme", required=True),
        Property("stage", text(40), "stage", required=True),
        Property("applied_on", day, "applied_on", empty=None, required=True, past=True),
        Property("stage_on", day, "stage_on", empty=None, past=True),
        Property("answers", codes(80), "answers", empty=[]),
        Property("eligible", choice(Eligible.values), "eligible", empty=Eligible.OPEN.value),
        Property("reason", text(), "reason"),
    )
    together = (("stage", "stage_on", "reason"), ("answers", "eligible"))

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        scheme, values = in_force().get(draft.values["scheme"]), draft.values
        values["applied_on"] = values["applied_on"] or batch.source.day.isoformat()
        values["stage_on"] = values["stage_on"] or values["applied_on"]
        if scheme is not None:
            draft.mandate = scheme.mandate
            values["stage"] = values["stage"] or rules_of(scheme, values).first

    def steps(self, draft: Draft) -> Iterator[Problem]:
        scheme = in_force().get(draft.values["scheme"])
        if scheme is not None and draft.said and draft.said.get("stage"):
            machine = rules_of(scheme, draft.values).machine
            before = draft.seen.get("stage", BEGINNING)
            yield from machine.check(before, draft.said["stage"], draft.said, draft.where)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        scheme = in_force().get(draft.values["scheme"])
        whole = draft.values["household"] and draft.values["applied_on"]  # else it is said to be missing
        if scheme is None or draft.unit_id is None or not whole:
            return
        if not draft.is_new and draft.changed("scheme", "household", "person"):
            yield problems.STAYS.about(where=draft.where)
        if scheme.whom is For.PERSON and not draft.values["person"]:
            yield problems.PERSON_NEEDED.about(where=draft.where, scheme=scheme.code)
        if draft.is_new:
            yield from enrolled_already(draft, scheme)
        yield from self.judged(draft, scheme)
        if draft.changed("stage"):
            yield from self.may_step(draft, batch, scheme)

    def judged(self, draft: Draft, scheme: Scheme) -> Iterator[Problem]:
        """Say anew whether the criteria are met; nobody else's word counts."""
        if not draft.changed(*JUDGED_BY):
            return
        _facts, wrong = answered_facts(scheme, draft.values["answers"])
        for answer in wrong:
            known = ", ".join(one.code for one in scheme.asks)
            yield problems.UNKNOWN_ANSWER.about(
                where=draft.where, answer=answer, scheme=scheme.code, known=known
            )
        draft.values["eligible"] = verdict_of(scheme, draft.values, draft.unit_id).eligible  # type: ignore[arg-type]  # has a unit

    def may_step(self, draft: Draft, batch: Batch, scheme: Scheme) -> Iterator[Problem]:
        """What a stage asks: milestones reached, a reason, and of who is served that the criteria are met."""
        rules, values = rules_of(scheme, draft.values), draft.values
        stage = rules.stages.get(values["stage"])
        if stage is None:
            return
        way = rules.way(draft.standing["stage"], values["stage"])
        if way is not None and way.why and not values["reason"]:
            yield problems.REASON_NEEDED.about(where=draft.where, stage=stage.code)
        since = read(draft.standing["stage_on"]) if way is not None and way.anew else None
        missing = set(way.needs) - reached(draft, batch, since) if way is not None else set()
        if missing:
            yield problems.MILESTONES_FIRST.about(
                where=draft.where, stage=stage.code, missing=", ".join(sorted(missing))
            )
        if stage.phase is Phase.SERVED and values["eligible"] != YES and not values["reason"]:
            against = verdict_of(scheme, values, draft.unit_id).against()  # type: ignore[arg-type]  # has a unit
            said = ", ".join(one.because["en"] for one in against)
            yield problems.NOT_ELIGIBLE.about(where=draft.where, scheme=scheme.code, against=said)

    def columns(self, draft: Draft) -> dict[str, Any]:
        """From when until when she took part stands in the row too: figures of a period go by it."""
        span = span_of(draft)
        return super().columns(draft) | {
            "served_from": written(span.since),
            "served_until": written(span.until),
        }


def span_of(draft: Draft) -> Span:
    """When she took part, after this edit."""
    scheme, values = in_force().get(draft.values["scheme"]), draft.values
    known = Span(read(draft.row.get("served_from")), read(draft.row.get("served_until")))
    stage = rules_of(scheme, values).stages.get(values["stage"]) if scheme else None
    if stage is None:
        return known
    corrects = None if draft.is_new or draft.changed("stage") else read(draft.standing["stage_on"])
    entered = date.fromisoformat(values["stage_on"] or values["applied_on"])
    return span_after(known, stage.phase, entered=entered, corrects=corrects)


def read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def enrolled_already(draft: Draft, scheme: Scheme) -> Iterator[Problem]:
    """Nobody applies for a scheme in which she waits or takes part."""
    over = {
        stage.code for rules in scheme.versions for stage in rules.stages.values() if stage.phase in ENDED
    }
    same = {"person": draft.values["person"]} if draft.values["person"] else {"household": draft.household_id}
    running = (
        Enrolment.objects.filter(scheme=scheme.code, **same).exclude(pk=draft.id).exclude(stage__in=over)
    )
    standing = running.order_by("applied_on").first()
    if standing is not None:
        day = standing.applied_on.isoformat()
        yield problems.SAME_TWICE.about(where=draft.where, scheme=scheme.code, day=day)


def rules_of(scheme: Scheme, values: dict[str, Any]) -> SchemeRules:
    """The rules of the day on which somebody applied."""
    applied = values["applied_on"]
    return scheme.rules_on(date.fromisoformat(applied)) if applied else scheme.latest


def verdict_of(scheme: Scheme, values: dict[str, Any], unit_id: UUID) -> Verdict:
    """The criteria, by what the register knew on the day of applying and what was answered."""
    person = Person.objects.filter(pk=values["person"]).first() if values["person"] else None
    applied = date.fromisoformat(values["applied_on"])
    facts = known_facts(UUID(values["household"]), person, unit_id, applied)
    answered, _wrong = answered_facts(scheme, values["answers"])
    return judge(rules_of(scheme, values), {**facts, **answered})


def reached(draft: Draft, batch: Batch, since: date | None) -> set[str]:
    """The milestones that the enrolment has reached (on the day `since` or later), those of the same submission too."""
    first = since or date.min
    kept = Milestone.objects.filter(enrolment=draft.id, state=MilestoneState.REACHED, reached_on__gte=first)
    now = {
        one.values["kind"]
        for key, one in batch.drafts.items()
        if key[0] == "milestone"
        and one.values["enrolment"] == str(draft.id)
        and one.values["state"] == MilestoneState.REACHED
        and (read(one.values["reached_on"]) or first) >= first
    }
    return {*kept.values_list("kind", flat=True), *now}
