"""Our forms, filled in with made-up answers: what is asked, what is refused, what is saved."""

from __future__ import annotations

import uuid

import pytest

from khetane.forms.standard import FORMS
from khetane.forms.xml.entities import Action, EntityEdit
from tests.spec.forms.standard.conversion import converted
from tests.spec.forms.standard.filling import Filling

TODAY = "2026-11-22"
HOUSEHOLD, CHILD, ADULT, PLACE, VISIT, CARD, NEED, CONSENT, TASK, PLAN, STEP, PROCESS = (
    str(uuid.UUID(int=n, version=4)) for n in range(12)
)
VERSIONS = "__version,__trunkVersion,__branchId"
LISTS = {
    "household": f"name,label,place,{VERSIONS}\n{HOUSEHOLD},K7M4,{PLACE},3,,\n",
    "person": f"name,label,household,birth_date,{VERSIONS}\n{CHILD},A,{HOUSEHOLD},2012-03-05,3,,\n{ADULT},B,{HOUSEHOLD},,5,,\n",
    "settlement": f"name,label,economy,{VERSIONS}\n{PLACE},Mala,TR,1,,\n",
    "settlement_process": f"name,label,place,kind,{VERSIONS}\n{PROCESS},u,{PLACE},upgrading,2,,\n",
    "visit": f"name,label,place,state,date,{VERSIONS}\n{VISIT},v,{PLACE},planned,2026-11-20,2,,\n",
    "document": f"name,label,person,kind,state,{VERSIONS}\n{CARD},id_card,{ADULT},id_card,lost,4,,\n",
    "need": f"name,label,household,state,{VERSIONS}\n{NEED},n,{HOUSEHOLD},open,1,,\n",
    "task": f"name,label,household,state,due,{VERSIONS}\n{TASK},t,{HOUSEHOLD},open,2026-11-20,1,,\n",
    "case_plan": f"name,label,household,state,{VERSIONS}\n{PLAN},p,{HOUSEHOLD},agreed,2,,\n",
    "plan_step": f"name,label,plan,state,{VERSIONS}\n{STEP},s,{PLAN},open,1,,\n",
    "referral": f"name,label,household,state,{VERSIONS}\n",
    "consent": f"name,label,household,withdrawn_on,{VERSIONS}\n{CONSENT},c,{HOUSEHOLD},,1,,\n",
}
NOTICE = "/data/notice/notice_given"


def opened(form: str) -> Filling:
    return Filling(converted(form).xform, LISTS, TODAY)


def written(filling: Filling, dataset: str) -> list[EntityEdit]:
    """The edits of one dataset that the server reads; it must read them all without a problem."""
    extraction = filling.entities()
    assert [p for p in extraction.problems if p.values.get("dataset") == dataset] == []
    return [edit for edit in extraction.edits if edit.dataset == dataset]


def about(filling: Filling, **answers: str) -> Filling:
    for name, value in {"household": HOUSEHOLD, **answers}.items():
        filling.set(f"/data/about/{name}", value)
    return filling


def member(filling: Filling, person: str, age: str = "") -> str:
    filling.set("/data/ask_members", "yes")
    filling.set("/data/member[1]/member_who/person", person)
    if age:
        filling.set("/data/member[1]/member_who/age_told", age)
    return "/data/member[1]"


def registration() -> Filling:
    form = opened("household_registration")
    form.set(NOTICE, "yes")
    form.set("/data/consent/consent_page/consent_given_by", "self")
    form.set("/data/consent/consent_page/consent_evidence", "oral_witnessed")
    form.set("/data/household/place", PLACE)
    return form


def enter(form: Filling, number: int, given: str, role: str, precision: str, birth: str) -> str:
    path = f"/data/member[{number}]"
    question = {
        "day": "birth_day",
        "month": "birth_month",
        "year": "birth_year",
        "estimated": "age_estimate",
    }[precision]
    page = {
        "name_page/given_name": given,
        "name_page/family_name": "Primer",
        "name_page/sex": "female",
        "name_page/role": role,
    }
    for name, value in {
        **page,
        "birth_page/birth_precision": precision,
        f"birth_page/{question}": birth,
    }.items():
        form.set(f"{path}/{name}", value)
    return path


@pytest.mark.parametrize("form", FORMS)
def test_an_untouched_form_opens_and_asks_for_something(form: str) -> None:
    assert any(problem.endswith(": required") for problem in opened(form).problems())


@pytest.mark.parametrize("form", FORMS)
def test_every_path_and_function_in_every_expression_can_be_evaluated(form: str) -> None:
    filling = opened(form)
    for generic, bind in filling.binds.items():
        for node in filling.nodes(generic):
            for part in ("relevant", "constraint", "calculate"):
                if bind.get(part) and "/@" not in generic:
                    filling.evaluate(filling.dated(bind, bind.get(part)), node)


def test_without_the_notice_nothing_is_recorded() -> None:
    form = opened("household_registration")
    form.set(NOTICE, "no")
    assert f"{NOTICE}: constraint" in form.problems()
    assert form.entities().edits == ()
    assert not form.shown("/data/household/place")
    assert not form.shown("/data/member[1]/name_page/given_name")


def test_a_household_its_members_documents_and_consent_are_made_in_one_go() -> None:
    form = registration()
    head = enter(form, 1, "Ana", "head", "day", "1990-05-06")
    form.add("/data/member")
    enter(form, 2, "Mia", "child", "estimated", "8")
    form.set(f"{head}/document_page/state_id_card", "lost")
    form.set(f"{head}/document_page/state_birth_registration", "has")
    assert form.problems() == []

    (household,) = written(form, "household")
    persons, documents = written(form, "person"), written(form, "document")
    assert household.values["place"] == PLACE
    assert household.label == "Primer"
    assert [person.values["household"] for person in persons] == [str(household.id)] * 2
    assert [person.values["birth_date"] for person in persons] == ["1990-05-06", "2018-01-01"]
    assert {(d.values["kind"], d.values["state"], d.values["person"]) for d in documents} == {
        ("birth_registration", "has", str(persons[0].id)),
        ("id_card", "lost", str(persons[0].id)),
    }
    (consent,) = written(form, "consent")
    assert consent.values == {
        "household": str(household.id),
        "purpose": "registration",
        "notice_version": "1",
        "given_on": TODAY,
        "given_by": "self",
        "evidence": "oral_witnessed",
    }
    ids = [edit.id for edit in form.entities().edits]
    assert len(set(ids)) == len(ids)


def test_a_new_member_starts_with_the_family_name_of_the_first() -> None:
    form = registration()
    enter(form, 1, "Ana", "head", "day", "1990-05-06")
    form.add("/data/member")
    form.set("/data/member[2]/name_page/given_name", "Mia")
    assert written(form, "person")[1].label == "Mia Primer"


def test_an_identity_card_is_asked_about_from_sixteen_on() -> None:
    form = registration()
    head = enter(form, 1, "Ana", "head", "day", "2010-11-22")
    assert form.shown(f"{head}/document_page/state_id_card")
    form.set(f"{head}/birth_page/birth_day", "2010-11-23")
    assert not form.shown(f"{head}/document_page/state_id_card")


def test_a_birth_in_the_future_is_refused() -> None:
    form = registration()
    enter(form, 1, "Ana", "head", "day", "2026-11-23")
    assert "/data/member/birth_page/birth_day: constraint" in form.problems()


@pytest.mark.parametrize(
    ("precision", "answer", "saved"),
    [
        ("month", "2001-07-01", "2001-07-01"),
        ("year", "2001-01-01", "2001-01-01"),
        ("estimated", "0", "2026-01-01"),
    ],
)
def test_a_birth_known_in_part_is_saved_with_its_precision(precision: str, answer: str, saved: str) -> None:
    form = registration()
    enter(form, 1, "Ana", "head", precision, answer)
    (person,) = written(form, "person")
    assert (person.values["birth_precision"], person.values["birth_date"]) == (precision, saved)


def test_self_identification_is_voluntary_and_several_answers_are_kept() -> None:
    form = registration()
    page = (
        enter(form, 1, "Ana", "head", "day", "1990-05-06") + "/self_identification/self_identification_page"
    )
    (record,) = written(form, "self_identification")
    assert record.values["answer"] == "not_asked"
    assert "groups" not in record.values
    form.set(f"{page}/self_identification_answer", "asked")
    assert form.choices(f"{page}/self_identification_groups") == [
        "roma",
        "dom",
        "lom",
        "abdal",
        "turk",
        "other",
    ]
    form.set(f"{page}/self_identification_groups", "roma turk")
    assert written(form, "self_identification")[0].values["groups"] == "roma turk"
    form.set(f"{page}/self_identification_answer", "declined")
    assert "groups" not in written(form, "self_identification")[0].values


@pytest.mark.parametrize(
    ("precision", "birth", "asked"),
    [
        ("day", "2010-11-23", False),  # fifteen until tomorrow
        ("day", "2010-11-22", True),
        ("estimated", "15", False),
        ("estimated", "16", True),
    ],
)
def test_only_who_is_sixteen_is_asked_how_she_describes_herself(
    precision: str, birth: str, asked: bool
) -> None:
    form = registration()
    enter(form, 1, "Ana", "head", precision, birth)
    assert bool(written(form, "self_identification")) == asked
    added = about(opened("member"), action="add")
    added.set("/data/person/birth_page/birth_precision", precision)
    question = {"day": "birth_day", "estimated": "age_estimate"}[precision]
    added.set(f"/data/person/birth_page/{question}", birth)
    assert bool(written(added, "self_identification")) == asked


@pytest.mark.parametrize(("who", "asked"), [(CHILD, False), (ADULT, True)])
def test_of_a_known_member_the_birth_on_the_device_says_whether_she_is_asked(who: str, asked: bool) -> None:
    """Of the adult it is not known there, so she is asked."""
    form = about(opened("member"), action="change", member_known=who, what="self_identification")
    assert bool(written(form, "self_identification")) == asked
    assert form.shown("/data/self_identification/too_young_note") != asked


def test_a_birth_put_right_at_the_same_visit_decides() -> None:
    form = about(opened("member"), action="change", member_known=CHILD, what="birth self_identification")
    form.set("/data/person/birth_page/birth_precision", "day")
    form.set("/data/person/birth_page/birth_day", "1999-01-01")
    assert written(form, "self_identification")
    form.set("/data/person/birth_page/birth_day", "2019-01-01")
    assert not written(form, "self_identification")


def test_two_heads_of_a_household_are_pointed_out() -> None:
    form = registration()
    enter(form, 1, "Ana", "head", "day", "1990-05-06")
    assert not form.shown("/data/check/head_note")
    form.add("/data/member")
    enter(form, 2, "Mia", "head", "day", "1991-05-06")
    assert form.shown("/data/check/head_note")


def test_a_change_of_phone_touches_nothing_else_of_the_person() -> None:
    form = about(opened("member"), action="change", member_known=CHILD, what="phone")
    form.set("/data/person/phone_page/person_phone", "060")
    (person,) = written(form, "person")
    assert (str(person.id), person.action, person.base_version) == (CHILD, Action.UPDATE, 3)
    assert person.values == {"phone": "060"}
    assert written(form, "self_identification") == written(form, "status") == []


def test_a_new_member_is_made_in_the_chosen_household() -> None:
    form = about(opened("member"), action="add")
    form.set("/data/person/name_page/given_name", "Mia")
    (person,) = written(form, "person")
    assert person.action == Action.CREATE
    assert person.values["household"] == HOUSEHOLD
    assert written(form, "self_identification")[0].values["person"] == str(person.id)


def test_only_ticked_fields_of_a_household_change() -> None:
    form = about(opened("household_update"), what="address")
    form.set("/data/change/address", "Nova 1")
    assert written(form, "household")[0].values == {"address": "Nova 1"}


def test_a_planned_visit_is_reported_on_with_a_tally_of_refusals() -> None:
    form = opened("visit")
    for path, value in {
        "about/action": "report",
        "about/visit_known": VISIT,
        "about/result": "done",
        "where/participants": "health legal",
        "met/households": HOUSEHOLD,
        "met/refused_count": "2",
        "met/absent_count": "0",
    }.items():
        form.set(f"/data/{path}", value)
    assert form.problems() == []
    (visit,) = written(form, "visit")
    assert (str(visit.id), visit.action, visit.label) == (VISIT, Action.UPDATE, f"{TODAY} · Mala")
    assert visit.values == {
        "state": "done",
        "date": TODAY,
        "participants": "health legal",
        "households": HOUSEHOLD,
        "refused_count": "2",
        "absent_count": "0",
    }


def test_only_a_planned_visit_may_lie_ahead() -> None:
    form = opened("visit")
    form.set("/data/about/action", "plan")
    form.set("/data/where/date", "2027-01-01")
    assert "/data/where/date: constraint" not in form.problems()
    form.set("/data/about/action", "record")
    assert "/data/where/date: constraint" in form.problems()


@pytest.mark.parametrize(
    "mandate", ["coordination", "education", "health", "social_protection", "employment", "legal"]
)
def test_a_note_belongs_to_its_visit_and_mandate_and_leads_to_tasks(mandate: str) -> None:
    form = about(opened(f"note_{mandate}"), visit=VISIT)
    form.set("/data/note_page/text", "Dogovoreno")
    form.set("/data/task_number", "2")
    form.set("/data/task[1]/task_page/task_title", "Poziv")
    form.set("/data/task[2]/task_page/task_title", "Poseta")
    (note,) = written(form, "visit_note")
    assert {name: note.values[name] for name in ("visit", "household", "mandate", "text")} == {
        "visit": VISIT,
        "household": HOUSEHOLD,
        "mandate": mandate,
        "text": "Dogovoreno",
    }
    tasks = written(form, "task")
    assert [task.values["mandate"] for task in tasks] == [mandate] * 2
    assert len({task.id for task in tasks}) == 2


@pytest.mark.parametrize("mandate", ["coordination", "health", "legal"])
def test_a_note_sends_the_household_on_to_mandates_and_institutions(mandate: str) -> None:
    form = about(opened(f"note_{mandate}"), visit=VISIT)
    form.set("/data/note_page/text", "Dogovoreno")
    form.set("/data/task_number", "0")
    form.set("/data/referral_number", "2")
    for number, to in enumerate(("education", "school"), start=1):
        page = f"/data/referral[{number}]/referral_page"
        form.set(f"{page}/referral_to", to)
        form.set(f"{page}/referral_agreed", "no")
        form.set(f"{page}/referral_reason", "Za upis")
    assert "/data/referral/referral_page/referral_agreed: constraint" in form.problems()
    told = [
        {
            name: one.values.get(name, "")
            for name in ("from_mandate", "to_mandate", "to_organisation", "reason")
        }
        for one in written(form, "referral")
    ]
    assert told == [
        {"from_mandate": mandate, "to_mandate": "education", "to_organisation": "", "reason": "Za upis"},
        {"from_mandate": mandate, "to_mandate": "", "to_organisation": "school", "reason": "Za upis"},
    ]


@pytest.mark.parametrize(
    "area",
    ["education", "health", "employment", "social_protection", "housing", "documents", "discrimination"],
)
def test_each_assessment_makes_needs_of_its_area(area: str) -> None:
    form = about(opened(f"needs_{area}"))
    form.set("/data/need_number", "0")
    assert written(form, "need") == []
    form.set("/data/need_number", "2")
    form.set("/data/need[1]/need_page/need_urgency", "urgent")
    needs = written(form, "need")
    assert [need.values["area"] for need in needs] == [area] * 2
    said = {"household": HOUSEHOLD, "state": "open", "found_on": TODAY, "urgency": "urgent"}
    assert dict(needs[0].values) | said == needs[0].values
    assert len({need.id for need in needs}) == 2


def test_questions_follow_the_age() -> None:
    form = about(opened("needs_education"))
    path = member(form, CHILD)
    assert form.shown(f"{path}/school_page/attends_school")
    assert not form.shown(f"{path}/small_child_page/attends_early_education")
    assert not form.shown(f"{path}/education_page/education_level")
    form = about(opened("needs_employment"))
    path = member(form, ADULT, "64")
    assert form.shown(f"{path}/work_page/worked_last_week")
    form.set(f"{path}/member_who/age_told", "65")
    assert not form.shown(f"{path}/work_page/worked_last_week")


def test_an_empty_number_does_not_clear_what_is_known() -> None:
    form = about(opened("needs_housing"))
    assert "rooms" not in written(form, "household")[0].values
    form.set("/data/dwelling_page/rooms", "3")
    assert written(form, "household")[0].values["rooms"] == "3"


def test_a_known_document_is_updated_and_a_missing_one_made() -> None:
    form = about(opened("needs_documents"))
    path = member(form, ADULT, "40")
    form.set(f"{path}/document_page/state_id_card", "has")
    form.set(f"{path}/document_page/state_health_card", "never_had")
    card, health = written(form, "document")
    assert (str(card.id), card.action, card.base_version, card.values["state"]) == (
        CARD,
        Action.UPDATE,
        4,
        "has",
    )
    assert (health.action, health.values["kind"], health.values["state"]) == (
        Action.CREATE,
        "health_card",
        "never_had",
    )


def test_a_service_that_meets_a_need_closes_it() -> None:
    form = about(opened("service"))
    form.set("/data/service_page/area", "health")
    assert "medicines" in form.choices("/data/service_page/type")
    assert "tutoring" not in form.choices("/data/service_page/type")
    form.set("/data/service_page/need", NEED)
    form.set("/data/need_page/need_met", "no")
    assert written(form, "need") == []
    form.set("/data/need_page/need_met", "yes")
    (need,) = written(form, "need")
    assert (str(need.id), need.values) == (NEED, {"state": "met"})
    assert written(form, "service")[0].values["need"] == NEED


def test_a_need_is_closed_with_its_day() -> None:
    form = about(opened("need_followup"), need=NEED)
    form.set("/data/result_page/state", "dropped")
    form.set("/data/result_page/why", "moved")
    said = {"state": "dropped", "closed_on": TODAY, "outcome": "moved"}
    assert written(form, "need")[0].values == said


def test_a_need_that_goes_on_is_not_closed() -> None:
    form = about(opened("need_followup"), need=NEED)
    for state in ("open", "working"):
        form.set("/data/result_page/state", state)
        form.set("/data/result_page/urgency", "high")
        assert written(form, "need")[0].values == {"state": state, "urgency": "high"}


def test_a_task_is_closed_or_takes_longer() -> None:
    form = about(opened("task_followup"), task=TASK)
    form.set("/data/result_page/decision", "cancelled")
    assert "/data/result_page/why: required" in form.problems()
    form.set("/data/result_page/why", "solved")
    closed = {"state": "cancelled", "outcome": "solved", "closed_on": TODAY}
    assert written(form, "task")[0].values == closed
    form.set("/data/result_page/decision", "done")
    assert written(form, "task")[0].values == {"state": "done", "closed_on": TODAY}
    form.set("/data/result_page/decision", "later")
    form.set("/data/result_page/due", "2026-11-01")
    assert any(problem.startswith("/data/result_page/due: constraint") for problem in form.problems())
    form.set("/data/result_page/due", "2026-12-24")
    assert written(form, "task")[0].values == {"due": "2026-12-24"}


def test_a_plan_is_reviewed_with_its_steps() -> None:
    form = about(opened("plan_review"), plan=PLAN)
    form.set("/data/plan_page/decision", "goes_on")
    form.set("/data/plan_page/review_on", "2027-02-20")
    form.set("/data/step_number", "1")
    for name, value in {"step_known": STEP, "step_state": "done", "step_result": "They went"}.items():
        form.set(f"/data/step[1]/step_page/{name}", value)
    said = {"state": "reviewed", "reviewed_on": TODAY, "review_on": "2027-02-20"}
    (plan,) = written(form, "case_plan")
    assert (str(plan.id), plan.action, plan.values) == (PLAN, Action.UPDATE, said)
    (step,) = written(form, "plan_step")
    assert (str(step.id), step.values) == (
        STEP,
        {"state": "done", "result": "They went", "closed_on": TODAY},
    )


def test_a_plan_is_closed_with_what_came_of_it() -> None:
    form = about(opened("plan_review"), plan=PLAN)
    form.set("/data/plan_page/decision", "close")
    assert {"/data/plan_page/outcome: required", "/data/plan_page/result: required"} <= set(form.problems())
    form.set("/data/plan_page/outcome", "partly")
    form.set("/data/plan_page/result", "A roof")
    form.set("/data/step_number", "0")
    said = {"state": "closed", "outcome": "partly", "result": "A roof", "closed_on": TODAY}
    assert written(form, "case_plan")[0].values == said
    assert written(form, "plan_step") == []


def test_an_inspection_asks_by_when_what_it_found_is_to_be_mended() -> None:
    form = opened("settlement_inspection")
    for name, value in {"settlement": PLACE, "process": PROCESS, "findings": "No cover"}.items():
        form.set(f"/data/about/{name}", value)
    assert form.problems() == ["/data/about/result: required"]
    form.set("/data/about/result", "to_mend")
    form.set("/data/about/mend_by", "2026-11-01")
    assert any(problem.startswith("/data/about/mend_by: constraint") for problem in form.problems())
    form.set("/data/about/mend_by", "2026-12-24")
    said = {"process": PROCESS, "kind": "inspection", "date": TODAY, "findings": "No cover"}
    (made,) = written(form, "process_event")
    assert (made.action, made.values) == (
        Action.CREATE,
        {**said, "body": "", "result": "to_mend", "mend_by": "2026-12-24"},
    )


def test_consent_is_given_with_its_recipients_and_withdrawn_by_its_id() -> None:
    form = about(opened("consent"), action="give")
    form.set("/data/give/notice_given", "yes")
    form.set("/data/give/purpose", "referral")
    form.set("/data/give/recipients", "health school")
    (given,) = written(form, "consent")
    assert given.action == Action.CREATE
    assert given.values["recipients"] == "health school"
    form = about(opened("consent"), action="withdraw")
    form.set("/data/withdraw/consent_known", CONSENT)
    (withdrawn,) = written(form, "consent")
    assert (str(withdrawn.id), withdrawn.action, withdrawn.values) == (
        CONSENT,
        Action.UPDATE,
        {"withdrawn_on": TODAY},
    )


def test_a_settlement_profile_updates_the_place() -> None:
    form = opened("settlement_profile")
    form.set("/data/about/settlement", PLACE)
    form.set("/data/water_page/water_existence", "none")
    assert not form.shown("/data/water_page/water_quality")
    (profile,) = written(form, "settlement")
    assert (str(profile.id), profile.values["water_existence"], profile.values["date"]) == (
        PLACE,
        "none",
        TODAY,
    )
    assert "water_quality" not in profile.values
