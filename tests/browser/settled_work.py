"""Casework for every page of it: a plan, a group, a planned visit, a page for an institution."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from khetane.access.models import Account, RoleGrant
from khetane.cases.models import Referral
from khetane.cases.referring.pages import make_page
from khetane.core.viewer import acting_as, acting_as_system
from khetane.desk.same import merging
from khetane.history.source import OfficeEdit
from khetane.importing import actions as importing
from khetane.importing import at_once
from khetane.importing.mapping import read_mapping
from khetane.organisations import directory, keeping
from khetane.outreach import reminding
from khetane.people.models import Person
from khetane.subjects.keeping.looking import look_at_households
from khetane.subjects.models import Expiry
from tests.browser.settle import OFFICER
from tests.edits import edit, send
from tests.integration.desk.scene import DAY, Home, home
from tests.world import country

NEXT_WEEK = datetime.timedelta(days=7)


def casework(of: Home) -> dict[str, str]:
    """Make it as the household's author; the ids of what no link leads to."""
    plan, enrolment = uuid.uuid4(), uuid.uuid4()
    day, soon = DAY.isoformat(), (timezone.localdate() + NEXT_WEEK).isoformat()
    theirs = {"household": str(of.id)}
    said = (
        edit("case_plan", plan, {**theirs, "goals": "School for Ana", "state": "agreed", "review_on": soon}),
        edit("plan_step", uuid.uuid4(), {"plan": str(plan), "mandate": "coordination", "what": "Ask the school"}),
        edit("visit", uuid.uuid4(), {"place": of.town.settlement.code, "date": soon, "state": "planned", "households": str(of.id)}),
        edit("enrolment", enrolment, {**theirs, "person": str(of.members[0]), "scheme": "rights_awareness", "stage": "applied", "applied_on": day}),
        edit("session", uuid.uuid4(), {"scheme": "rights_awareness", "date": day, "attended": "9"}),
        edit("group_delivery", uuid.uuid4(), {"type": "parents_workshop", "date": day, "attended": "9", "participants": str(of.members[0])}),
        edit("consent", uuid.uuid4(), {**theirs, "purpose": "referral", "recipients": "school", "notice_version": "1", "given_by": "self", "given_on": day, "evidence": "signed"}),
        edit("referral", uuid.uuid4(), {**theirs, "to_organisation": "school", "reason": "A place in class one", "sent_on": timezone.localdate().isoformat()}),
    )  # fmt: skip
    applied = send(of.author, of.town, *said, mandate="coordination")
    if applied.state != "applied":
        raise ValueError([reason.message for reason in applied.reasons])
    oversees(OFFICER)
    settlement(of)
    return around(of) | recorded_twice(of) | tables(of) | past_its_time(of) | {"suffix": "json"}


def settlement(of: Home) -> None:
    """The household's settlement on two dates, and a relocation of it that is only considered."""
    process, place, day = uuid.uuid4(), of.town.settlement.pk, DAY.isoformat()
    in_it = {"process": str(process)}
    for seen_on, water in (("2025-03-01", "none"), (day, "part")):
        profile = {"date": seen_on, "water_existence": water, "risks": "flood"}
        taken(of, edit("settlement", place, profile, action="update", base=1))
    taken(
        of,
        edit("settlement_process", process, {"place": str(place), "kind": "relocation", "begun_on": day}),
        edit("process_event", uuid.uuid4(), {**in_it, "kind": "inspection", "date": day, "result": "to_mend", "findings": "No cover"}),
        edit("process_event", uuid.uuid4(), {**in_it, "kind": "document", "date": day, "document": "plan"}),
        edit("safeguard", uuid.uuid4(), {**in_it, "code": "remedy", "answer": "met", "evidence": "Letter 7", "answered_on": day}),
        edit("housing_proposal", uuid.uuid4(), {**in_it, "title": "Ten homes", "site": "here", "dwellings": "10"}),
        edit("concerned_household", uuid.uuid4(), {**in_it, "household": str(of.id), "view": "undecided", "said_on": day}),
    )  # fmt: skip


def taken(of: Home, *said: OfficeEdit) -> None:
    applied = send(of.author, of.town, *said)
    if applied.state != "applied":
        raise ValueError([reason.message for reason in applied.reasons])


def tables(of: Home) -> dict[str, str]:
    """A table that was taken in, and one that waits for its columns to be named."""
    said = read_mapping(
        "columns: {key: household.key, name: person.given_name, family: person.family_name}\n"
        f"defaults: {{household.place: {of.town.settlement.code}}}"
    )
    header = "key;name;family\n"
    with acting_as(of.author.pk):
        waiting = importing.keep(of.town.unit.pk, "waiting.csv", f"{header}2;Fatima;Druga\n".encode())
        importing.set_mapping(waiting, said)
    at_once.apply(
        of.author.pk,
        of.town.unit.code,
        "taken.csv",
        f"{header}1;Zumreta;Nepoznata\n".encode(),
        said,
        alike=False,
        reached=lambda done, whole: None,
    )
    return {"table_id": str(waiting.pk)}


def recorded_twice(of: Home) -> dict[str, str]:
    """A second household with somebody to compare, and two records of hers that were merged."""
    second = home(of.town, of.author, names=("Vera", "Vida", "Vuk"))
    merge = uuid.uuid4()
    with acting_as(of.author.pk):
        other, kept, merged = (Person.objects.get(pk=one) for one in second.members)
        merging.merge(merge_id=merge, kept=kept, merged=merged, taken=[])
    return {"other_id": str(other.pk), "merge_id": str(merge)}


def past_its_time(of: Home) -> dict[str, str]:
    """A household whose consent to be recorded ended so long ago that the unit has notice of it."""
    gone, today = home(of.town, of.author, names=("Dragica",)), timezone.localdate()
    given, withdrawn = (today - datetime.timedelta(days=days) for days in (900, 300))
    consent = {
        "household": str(gone.id),
        "purpose": "registration",
        "notice_version": "1",
        "given_by": "self",
    }
    days = {"given_on": given.isoformat(), "evidence": "signed", "withdrawn_on": withdrawn.isoformat()}
    taken(of, edit("consent", uuid.uuid4(), consent | days))
    look_at_households()
    with acting_as(of.author.pk):
        return {"expiry_id": str(Expiry.objects.get(household_id=gone.id).pk)}


def oversees(email: str) -> None:
    """An account that sees the work of the units beside each other, which nobody else here does."""
    with acting_as_system():
        account = Account.objects.get(email=email)
        RoleGrant.objects.create(account=account, role_id="national_analyst", place=country(), begins=DAY)


def around(of: Home) -> dict[str, str]:
    """What stands beside the household: the unit's lists, the directory, a sealed page, a calendar."""
    with acting_as(of.author.pk):
        equipment = keeping.record_equipment(
            unit=of.town.unit, equipment=None, what="Tablet", inventory_number="7", since=DAY, until=None
        )
        training = keeping.record_training(
            unit=of.town.unit, training=None, subject="First aid", date=DAY, provider="Red Cross", mandates=["health"]
        )  # fmt: skip
        directory.make_entry(
            entry_id=uuid.uuid4(),
            place=of.town.municipality,
            facts=directory.EntryFacts("Health centre", "health_centre", "health", "Vaccination"),
        )
        referral = Referral.objects.get(to_organisation="school")
        sealed = make_page(referral, {"code": of.code}, tells=[], language="sr", days=7)
        return {
            "unit_id": str(of.town.unit.pk),
            "equipment_id": str(equipment.pk),
            "training_id": str(training.pk),
            "secret": sealed.secret,
            "page_id": str(sealed.page.pk),
            "calendar_secret": reminding.make_feed(),
        }
