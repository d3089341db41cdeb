"""A town with something on every page: people, work, uploads that failed, requests, emergencies, imports."""

from __future__ import annotations

import uuid

from django.db import connection

from khetane.access import actions
from khetane.access.actions_devices import create_device, create_token
from khetane.access.models import Account
from khetane.access.tokens import DeviceIdentity
from khetane.cases.models import Procedure, Referral
from khetane.cases.referring import pages
from khetane.config.tasks import job
from khetane.core.viewer import acting_as, acting_as_system
from khetane.desk.referring.telling import content
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from khetane.organisations import directory
from khetane.organisations.models import Organisation
from khetane.people.models import Consent, Household
from khetane.places.boundaries.actions import keep
from khetane.places.boundaries.planning import Change, Plan
from khetane.places.models import Place
from khetane.subjects.copying import sealed
from khetane.subjects.models import SubjectRequest
from khetane.subjects.requests import take_down
from tests.browser.settle import (
    ADMINISTRATOR,
    ASSISTANT,
    EMAIL,
    LAWYER,
    LOCKED_OUT,
    MEDIATOR,
    NEWCOMER,
    OFFICER,
    PASSKEY,
    READER,
    TWO_STEPS,
)
from tests.browser.settled_grievances import grievances
from tests.browser.settled_stories import stories
from tests.browser.settled_work import casework
from tests.edits import edit, send, update
from tests.integration.desk.scene import DAY, Home, home, papers, person_of, work
from tests.world import Town, account, country, town
from tests.world_devices import device, plain, published, registration


@job("khetane.tests.browser")
def sleep() -> None:
    """A job that only stands in a list."""


def settle() -> dict[str, str]:
    """Make it all; the ids of what no link leads to, by the name a route gives them."""
    here = town("GALLERY")
    author = account("unit_coordinator", here.unit, email=EMAIL)
    with acting_as_system():
        everywhere = Place.objects.get(code="SEE")
    administrator = account("administrator", everywhere, email=ADMINISTRATOR)
    account("data_protection_officer", country(), email=OFFICER)
    reader = account("emergency_reader", country(), email=READER)
    newcomer = account("unit_coordinator", town("EMPTY").unit, email=NEWCOMER)
    for email in (TWO_STEPS, PASSKEY, LOCKED_OUT):
        account("municipal_officer", here.municipality, email=email)
    lived_in = home(here, author, names=("Џемиле", "Osman", "Ana"))
    casework_ids = life(lived_in)
    for role, email in (("health_mediator", MEDIATOR), ("pedagogical_assistant", ASSISTANT)):
        account(role, here.unit, email=email)
    elsewhere = town("ELSEWHERE")
    a_client(elsewhere, account("legal_aid_lawyer", elsewhere.unit, email=LAWYER))
    stories()
    with acting_as(author.pk):
        tablet, _secret = create_device(account=author, unit=here.unit, label="Tablet")
    uploads(author, device(author, here))
    asked(lived_in)
    with acting_as_system():
        organisation = Organisation.objects.create(code="CSO", name="Udruženje", kind="cso")
        grant = newcomer.grants.get()
    return casework_ids | {
        "device_id": str(tablet.pk),
        "grant_id": str(grant.pk),
        "organisation_id": str(organisation.pk),
        "place_id": str(here.municipality.pk),
        "token": invited(administrator, here),
        "override_id": in_emergency(reader, lived_in),
        "import_id": boundaries(administrator, here),
        **sent_on(author, here, lived_in),
        **copied(author),
        **grievances(here),
    }


def life(of: Home) -> dict[str, str]:
    """Work, papers and conflicts of the household, and two more beside it."""
    work(of)
    papers(of)
    in_court(of)
    ids = casework(of)
    for contested in (of, home(of.town, of.author, names=("Selma",))):
        for phone in ("063 111", "064 222"):
            send(of.author, of.town, update("household", contested.id, 1, {"phone": phone}))
    home(of.town, of.author, names=("Marko", "Nada", "Luka"))  # changed by tests
    home(of.town, of.author, names=("Vesna",))  # handed over by one of them
    return ids


def in_court(of: Home) -> None:
    """A hearing, a cost and a power of attorney in the procedure of a member."""
    with acting_as(of.author.pk):
        procedure = str(Procedure.objects.get(household=of.id).pk)
    about = {"procedure": procedure, "date": DAY.isoformat()}
    cost = {**about, "kind": "fee", "amount": "300", "currency": "RSD"}
    power = {"person": str(of.members[0]), "attorney": "Advokat", "given_on": DAY.isoformat()}
    said = [
        edit("hearing", uuid.uuid4(), about),
        edit("procedure_cost", uuid.uuid4(), cost),
        edit("power_of_attorney", uuid.uuid4(), power),
    ]
    applied = send(of.author, of.town, *said, mandate="coordination")
    assert applied.state == "applied", [reason.message for reason in applied.reasons]


def a_client(there: Town, lawyer: Account) -> None:
    """Somebody for whom the lawyer acts, with a procedure that nobody conducts."""
    of = home(there, lawyer, names=("Klara",))
    values = {"person": str(of.members[0]), "type": "ID", "initiated_on": DAY.isoformat(), "lawyer": ""}
    applied = send(lawyer, there, edit("procedure", uuid.uuid4(), values))
    assert applied.state == "applied", [reason.message for reason in applied.reasons]


def uploads(author: Account, phone_of: DeviceIdentity) -> None:
    """One that is applied, one that names a place nobody knows, one of a form that is not here."""
    published(author)
    for sent in (registration("GALLERY-S1"), registration("NOWHERE"), plain("a form that is not here")):
        receive(phone_of, Upload(sent))


def asked(of: Home) -> None:
    """What a member asks for, a token of the author, and a job of hers that failed."""
    person = person_of(of, 1)
    other = home(of.town, of.author, names=("Zumra",))
    with acting_as(of.author.pk):
        household = person.household
        assert household is not None
        for kind in ("erasure", "copy"):
            take_down(kind=kind, household=household, person_id=person.pk, requested_on=DAY)
        elsewhere = Household.objects.get(pk=other.id)
        for kind in ("correction", "objection"):
            take_down(
                kind=kind, household=elsewhere, person_id=None, requested_on=DAY, about="1981, not 1980"
            )
        create_token(label="Spreadsheet")
        number = sleep.later()
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute("update procrastinate_jobs set status = %s where id = %s", [status, number])


def copied(author: Account) -> dict[str, str]:
    """A copy that waits for the person who asked for it, and the secret of its link."""
    with acting_as(Account.objects.get(email=OFFICER).pk):
        request = SubjectRequest.objects.get(kind="copy")
        assert request.person
        made = sealed.make(request, request.person, {"words": {}, "data": {}})
    with acting_as(author.pk):
        return {"copy_id": str(made.copy.pk), "copy_secret": sealed.give_link(made.copy)}


def invited(administrator: Account, here: Town) -> str:
    """The secret of an invitation nobody has used."""
    with acting_as(administrator.pk):
        return actions.invite(email="invited@example.org", role="health_mediator", scope=here.unit).token


def sent_on(author: Account, here: Town, of: Home) -> dict[str, str]:
    """A household sent on to a service of the directory, with a sealed page: its secret and the entry's id."""
    entry_id = uuid.uuid4()
    facts = directory.EntryFacts(
        provider="Dom zdravlja", kind="health_institution", area="health", what="Izabrani lekar",
        hours="radnim danom 7–20", latitude=43.2, longitude=22.3,
    )  # fmt: skip
    with acting_as(author.pk):
        directory.make_entry(entry_id=entry_id, place=here.municipality, facts=facts)
        Consent.objects.create(
            unit=here.unit, household_id=of.id, purpose="referral", recipients=["health_institution", "health"],
            notice_version="1", given_by="self", given_on=DAY, evidence="signed",
        )  # fmt: skip
        referral = Referral(
            unit=here.unit, household_id=of.id, mandate="coordination", to_organisation="health_institution",
            directory_entry_id=entry_id, reason="Izabrani lekar za decu", sent_on=DAY,
        )  # fmt: skip
        Referral.objects.bulk_create([referral])
        made = pages.make_page(referral, content(referral, ["name"]), tells=["name"], language="sr", days=30)
    return {"secret": made.secret, "entry_id": str(entry_id), "referral_id": str(referral.pk)}


def in_emergency(reader: Account, of: Home) -> str:
    with acting_as(reader.pk):
        made = actions.open_override(code=of.code, reason="A child of this household is in hospital tonight.")
    return str(made.pk)


def boundaries(administrator: Account, here: Town) -> str:
    """An import that waits for its confirmation."""
    square = [[21.0, 43.0], [21.1, 43.0], [21.1, 43.1], [21.0, 43.0]]
    change = Change(
        number=1,
        code="GALLERY-S2",
        name="Settlement two",
        kind="settlement",
        geometry={"type": "Polygon", "coordinates": [square]},
        latitude=43.05,
        longitude=21.05,
    )
    with acting_as(administrator.pk):
        made = keep(plan=Plan(changes=[change]), parent=here.municipality, file_name="boundaries.geojson")
    return str(made.pk)
