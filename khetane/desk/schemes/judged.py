"""Why somebody may take part, criterion by criterion, for whoever reads the household."""

from __future__ import annotations

from dataclasses import dataclass

from khetane.core.viewer import current
from khetane.people.models import Person
from khetane.programmes.definition import Scheme
from khetane.programmes.eligibility import judge
from khetane.programmes.facts import answered_facts, known_facts
from khetane.programmes.models import Enrolment
from khetane.web.names import worded


@dataclass(frozen=True, slots=True)
class CriterionSaid:
    """A criterion and whether it is met: yes, no, open."""

    label: str
    met: str


def judged(enrolment: Enrolment, scheme: Scheme) -> list[CriterionSaid]:
    """By what is on record today; whoever does not read the household sees the verdict that was kept, and no reasons."""
    if not current().can("identity.read", enrolment.unit_id):
        return []
    person = Person.objects.filter(pk=enrolment.person_id).first() if enrolment.person_id else None
    known = known_facts(enrolment.household_id, person, enrolment.unit_id, enrolment.applied_on)
    answered, _wrong = answered_facts(scheme, enrolment.answers)
    verdict = judge(scheme.rules_on(enrolment.applied_on), {**known, **answered})
    words = {True: "yes", False: "no", None: "open"}
    return [CriterionSaid(worded(one.criterion.because), words[one.met]) for one in verdict.answered]
