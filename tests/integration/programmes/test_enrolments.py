"""Enrolments go their scheme's way and no other, whatever way an edit comes in."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.programmes.counting import count_schemes
from khetane.programmes.models import Enrolment, Milestone, Presence
from khetane.programmes.reading import shipped
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, client_of, home
from tests.integration.programmes.scene import apply, codes, enrol, reach, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def teacher(here: world.Town) -> Account:
    return world.account("pedagogical_assistant", here.unit)


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)  # born 1980 and 2000


def standing(account: Account, enrolment: uuid.UUID) -> Enrolment:
    with acting_as(account.pk):
        return Enrolment.objects.get(pk=enrolment)


def test_the_rules_judge_what_is_known_and_answered(here: world.Town, author: Account) -> None:
    adviser = world.account("employment_adviser", here.unit)
    for answers, verdict in (
        ("registered=yes works=no", "yes"),
        ("registered=yes works=yes", "no"),
        ("registered=yes", "open"),
    ):
        made = enrol(adviser, home(here, author), "vocational_training", answers=answers, eligible="yes")
        assert standing(adviser, made).eligible == verdict


def test_whoever_is_too_old_is_served_only_as_an_exception(
    ours: Home, teacher: Account, here: world.Town
) -> None:
    made = enrol(teacher, ours, "scholarship")
    assert standing(teacher, made).eligible == "no"
    refused = step(teacher, here, made, 1, "awarded")
    assert codes(refused) == ["not_eligible"]
    assert "14 to 20" in refused.reasons[0].message
    assert step(teacher, here, made, 1, "awarded", reason="The commission decided so.").state == "applied"


def test_an_illegal_step_is_refused_with_what_is_possible(
    ours: Home, coordinator: Account, here: world.Town
) -> None:
    made = enrol(coordinator, ours, "housing_upgrade")
    refused = step(coordinator, here, made, 1, "handed_over")
    assert codes(refused)[0] == "no_such_step"
    assert "assessed" in refused.reasons[0].message


def test_it_begins_at_the_first_stage_only(ours: Home, coordinator: Account, here: world.Town) -> None:
    refused = apply(coordinator, here, uuid.uuid4(), ours, "housing_upgrade", stage="handed_over")
    assert "no_such_beginning" in codes(refused)


def test_a_home_is_handed_over_with_water_sanitation_and_hot_water(
    ours: Home, coordinator: Account, here: world.Town
) -> None:
    made = enrol(coordinator, ours, "housing_upgrade")
    assert codes(step(coordinator, here, made, 1, "assessed")) == ["milestones_first"]
    for version, (stage, kinds) in enumerate(
        (
            ("assessed", ("assessment",)),
            ("agreed", ("agreement",)),
            ("building", ("materials", "own_contribution")),
        ),
        start=1,
    ):
        reach(coordinator, here, made, *kinds)
        assert step(coordinator, here, made, version, stage).state == "applied"
    reach(coordinator, here, made, "water", "sanitation")
    refused = step(coordinator, here, made, 4, "handed_over")
    assert "hot_water_bathroom" in refused.reasons[0].message
    bath = {"enrolment": str(made), "kind": "hot_water_bathroom", "state": "reached"}
    both = send(
        coordinator,
        here,
        edit("milestone", uuid.uuid4(), bath),
        update("enrolment", made, 4, {"stage": "handed_over"}),
    )
    assert both.state == "applied"  # reached and handed over in one submission


def test_leaving_asks_for_the_reason(ours: Home, here: world.Town) -> None:
    social = world.account("social_worker", here.unit)
    made = enrol(social, ours, "repatriation")
    assert codes(step(social, here, made, 1, "gone")) == ["scheme_reason"]
    assert step(social, here, made, 1, "gone", reason="Went to relatives.").state == "applied"


def test_a_scheme_for_persons_asks_for_one_and_knows_its_questions(
    ours: Home, teacher: Account, here: world.Town
) -> None:
    assert codes(apply(teacher, here, uuid.uuid4(), ours, "scholarship", person="")) == ["scheme_for_persons"]
    wrong = apply(teacher, here, uuid.uuid4(), ours, "scholarship", answers="average=high shoe=42")
    assert codes(wrong) == ["scheme_answer", "scheme_answer"]


def test_nobody_applies_twice_for_what_she_takes_part_in(ours: Home, here: world.Town) -> None:
    social = world.account("social_worker", here.unit)
    made = enrol(social, ours, "repatriation")
    assert codes(apply(social, here, uuid.uuid4(), ours, "repatriation")) == ["enrolled_already"]
    assert step(social, here, made, 1, "gone", reason="Went to relatives.").state == "applied"
    assert apply(social, here, uuid.uuid4(), ours, "repatriation").state == "applied"


def test_an_enrolment_stays_with_whom_it_was_made_for(
    ours: Home, coordinator: Account, here: world.Town
) -> None:
    made = enrol(coordinator, ours, "rights_awareness")
    for values in ({"person": str(ours.members[1])}, {"scheme": "housing_upgrade"}):
        assert "enrolment_stays" in codes(send(coordinator, here, update("enrolment", made, 1, values)))
    for values in ({"household": ""}, {"applied_on": ""}):
        assert codes(send(coordinator, here, update("enrolment", made, 1, values))) == ["missing"]


def test_sessions_say_who_was_there(ours: Home, teacher: Account, here: world.Town) -> None:
    one, other = (enrol(teacher, ours, "after_school", member=number) for number in (0, 1))
    session = uuid.uuid4()
    values = {
        "scheme": "after_school",
        "date": "2026-03-09",
        "hours": "2",
        "present": str(one),
        "absent": str(other),
    }
    assert send(teacher, here, edit("session", session, values)).state == "applied"
    with acting_as(teacher.pk):
        assert {row.enrolment_id: row.present for row in Presence.objects.all()} == {one: True, other: False}
        assert {row.person_id for row in Presence.objects.all()} == set(ours.members)
    changed = {"present": f"{one} {other}", "absent": "", "with_parent": str(other)}
    assert send(teacher, here, update("session", session, 1, changed)).state == "applied"
    with acting_as(teacher.pk):
        assert {row.enrolment_id: row.with_parent for row in Presence.objects.filter(present=True)} == {
            one: False,
            other: True,
        }
    both = send(teacher, here, update("session", session, 2, {"absent": str(one)}))
    assert codes(both) == ["here_and_away"]


def test_only_the_enrolled_of_the_scheme_are_at_its_sessions(
    ours: Home, teacher: Account, here: world.Town
) -> None:
    tutored = enrol(teacher, ours, "tutoring", answers="")
    values = {"scheme": "after_school", "date": "2026-03-09", "present": str(tutored)}
    assert codes(send(teacher, here, edit("session", uuid.uuid4(), values))) == ["other_scheme"]


def test_a_milestone_is_one_of_the_scheme_and_in_its_currency(
    ours: Home, coordinator: Account, here: world.Town
) -> None:
    made = enrol(coordinator, ours, "housing_upgrade")
    values = {"enrolment": str(made), "kind": "diploma"}
    assert codes(send(coordinator, here, edit("milestone", uuid.uuid4(), values))) == ["unknown_milestone"]
    values = {"enrolment": str(made), "kind": "materials", "state": "reached", "amount": "90000"}
    assert send(coordinator, here, edit("milestone", uuid.uuid4(), values)).state == "applied"
    with acting_as(coordinator.pk):
        kept = Milestone.objects.get()
        assert (kept.currency, kept.scheme, kept.household_id) == ("RSD", "housing_upgrade", ours.id)


def test_what_was_planned_in_the_office_and_reached_outside_is_one_milestone(
    ours: Home, coordinator: Account, here: world.Town
) -> None:
    """The form makes a record each time; of one milestone of an enrolment there is one."""
    made, planned = enrol(coordinator, ours, "housing_upgrade"), uuid.uuid4()
    values = {
        "enrolment": str(made),
        "kind": "materials",
        "state": "planned",
        "due": "2026-04-01",
        "amount": "90000",
    }
    assert send(coordinator, here, edit("milestone", planned, values)).state == "applied"
    reach(coordinator, here, made, "materials", on="2026-03-20")
    reach(coordinator, here, made, "materials", on="2026-03-20")  # and told by a second phone
    with acting_as(coordinator.pk):
        kept = Milestone.objects.get()
        assert (kept.pk, kept.state, kept.reached_on) == (planned, "reached", dt.date(2026, 3, 20))
        assert (kept.due, kept.amount) == (dt.date(2026, 4, 1), Decimal(90000))
        told = count_schemes(shipped(), [here.unit.pk], dt.date(2026, 1, 1), dt.date(2026, 12, 31))
        assert told[0]["housing_upgrade"].milestones == {"materials": 1}


def test_another_day_for_what_was_reached_waits_for_a_person(
    ours: Home, coordinator: Account, here: world.Town
) -> None:
    made = enrol(coordinator, ours, "housing_upgrade")
    reach(coordinator, here, made, "water", on="2026-03-20")
    other = {"enrolment": str(made), "kind": "water", "state": "reached", "reached_on": "2026-03-25"}
    applied = send(coordinator, here, edit("milestone", uuid.uuid4(), other))
    assert applied.state == "conflict"
    with acting_as(coordinator.pk):
        assert Milestone.objects.get().reached_on == dt.date(2026, 3, 20)


def test_a_job_that_was_lost_does_not_last_and_another_has_to_be_found(ours: Home, here: world.Town) -> None:
    adviser = world.account("employment_adviser", here.unit)
    made = enrol(adviser, ours, "vocational_training")
    versions = itertools.count(1)

    def goes_on(stage: str, on: str) -> list[str]:
        return codes(step(adviser, here, made, next(versions), stage, stage_on=on))

    lasted = {"enrolment": str(made), "kind": "in_job_after_6_months", "state": "reached"}
    assert goes_on("training", "2025-01-10") == []
    reach(adviser, here, made, "job_found", on="2025-02-01")
    assert goes_on("employed", "2025-02-01") == []
    assert goes_on("lost", "2025-04-01") == []
    early = send(adviser, here, edit("milestone", uuid.uuid4(), {**lasted, "reached_on": "2025-09-01"}))
    assert codes(early) == ["milestone_not_in_stage"]
    assert codes(step(adviser, here, made, 4, "employed", stage_on="2025-10-01")) == ["milestones_first"]
    page = client_of(adviser).get(reverse("programmes:enrolment", args=[made])).content.decode()
    assert (
        f'{reverse("programmes:milestone", args=[made, "job_found"])}">Job found' in page
    )  # it waits for that
    reach(adviser, here, made, "job_found", on="2025-10-01")
    assert goes_on("employed", "2025-10-01") == []
    soon = send(adviser, here, edit("milestone", uuid.uuid4(), {**lasted, "reached_on": "2025-09-01"}))
    assert codes(soon) == ["milestone_too_early"]
    assert (
        send(adviser, here, edit("milestone", uuid.uuid4(), {**lasted, "reached_on": "2026-04-01"})).state
        == "applied"
    )
    assert goes_on("lasting", "2026-04-01") == []
    with acting_as(adviser.pk):  # both jobs were found: neither half-year loses its figure
        found = Milestone.objects.filter(kind="job_found").values_list("reached_on", flat=True)
        assert (len(found), set(found)) == (2, {dt.date(2025, 2, 1), dt.date(2025, 10, 1)})
