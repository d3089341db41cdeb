"""A referral is answered and a client taken on with ODK Collect: from the lists of the device to the record."""

from __future__ import annotations

import uuid
from functools import cache

import pytest
from django.utils import timezone

from khetane.access.models import Account
from khetane.cases.legal import PowerOfAttorney
from khetane.cases.models import Referral
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.actions import publish_converted
from khetane.forms.receiving import receive
from khetane.forms.standard import ROOT
from khetane.forms.standard.build import build_xlsx
from khetane.forms.uploads import Answer, Upload
from khetane.forms.xlsform import Converted, Refused, convert
from khetane.integrations.openrosa.lists import Wanted, entity_list
from khetane.people.models import Household, Person
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, home
from tests.spec.forms.standard.filling import Filling
from tests.world_devices import device

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat()
LISTS = ("referral", "settlement", "household")


@cache
def form_of(name: str) -> tuple[bytes, Converted]:
    book = build_xlsx(ROOT / name)
    form = convert(book, f"{name}.xlsx")
    if isinstance(form, Refused):
        raise ValueError([problem.message for problem in form.errors])
    return book, form


def opened(name: str, account: Account, town: world.Town) -> Filling:
    """The form on the account's device, with the lists that are hers."""
    book, form = form_of(name)
    with acting_as_system():
        xform = publish_converted(form, book, f"{name}.xlsx").version.content.xform
    with acting_as(account.pk):
        found = {one: entity_list(one, Wanted(town.unit.pk, names=False)) for one in LISTS}
    return Filling(xform, {one: rows.csv().decode() for one, rows in found.items() if rows}, TODAY)


def sent(filling: Filling, account: Account, town: world.Town) -> Answer:
    assert filling.problems() == []
    return receive(device(account, town), Upload(filling.submission()))


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def mediator(here: world.Town) -> Account:
    return world.account("health_mediator", here.unit)


@pytest.fixture
def referral(ours: Home, author: Account, here: world.Town, mediator: Account) -> uuid.UUID:
    """From the coordination to health, with the household's consent."""
    made, of = uuid.uuid4(), {"household": str(ours.id)}
    agreed = {**of, "purpose": "referral", "recipients": "health", "notice_version": "1", "given_by": "self",
              "given_on": TODAY, "evidence": "signed"}  # fmt: skip
    asked = {**of, "to_mandate": "health", "reason": "Vaccination card", "sent_on": TODAY}
    said = (edit("consent", uuid.uuid4(), agreed), edit("referral", made, asked))
    done = send(author, here, *said, mandate="coordination", said_at=timezone.now())
    assert done.state == "applied", [reason.message for reason in done.reasons]
    return made


def answered(referral: uuid.UUID, account: Account, here: world.Town, state: str, **more: str) -> Answer:
    filling = opened("referral_answer", account, here)
    filling.set("/data/about/referral", str(referral))
    assert state in filling.choices("/data/answer_page/state")
    filling.set("/data/answer_page/state", state)
    for name, text in more.items():
        filling.set(f"/data/answer_page/{name}", text)
    return sent(filling, account, here)


def standing(referral: uuid.UUID, account: Account) -> tuple[str, str]:
    with acting_as(account.pk):
        found = Referral.objects.get(pk=referral)
    return found.state, found.answer


def test_a_referral_is_accepted_and_done(
    referral: uuid.UUID, author: Account, mediator: Account, here: world.Town
) -> None:
    assert answered(referral, mediator, here, "accepted").state == "applied"
    assert standing(referral, author) == ("accepted", "")
    assert answered(referral, mediator, here, "done", word="She has it").state == "applied"
    assert standing(referral, author) == ("done", "She has it")
    assert str(referral) not in device_list(mediator, here)


def test_a_referral_is_rejected_with_the_reason(
    referral: uuid.UUID, author: Account, mediator: Account, here: world.Town
) -> None:
    filling = opened("referral_answer", mediator, here)
    filling.set("/data/about/referral", str(referral))
    assert filling.choices("/data/answer_page/state") == ["accepted", "rejected"]
    filling.set("/data/answer_page/state", "rejected")
    assert filling.problems() == ["/data/answer_page/why_not: required"]
    filling.set("/data/answer_page/why_not", "They moved")
    assert sent(filling, mediator, here).state == "applied"
    assert standing(referral, author) == ("rejected", "They moved")


def test_what_the_states_do_not_allow_is_refused_with_the_reason(
    referral: uuid.UUID, author: Account, mediator: Account, here: world.Town
) -> None:
    filling = opened("referral_answer", mediator, here)
    filling.set("/data/about/referral", str(referral))
    filling.set("/data/answer_page/state", "done")
    answer = sent(filling, mediator, here)
    assert answer.state == "needs_correction"
    assert [reason.code for reason in answer.reasons] == ["no_such_step"]
    assert standing(referral, author) == ("sent", "")


def test_nobody_answers_for_another_mandate(
    referral: uuid.UUID, author: Account, mediator: Account, here: world.Town
) -> None:
    """Who sent it holds the mediator's tablet."""
    filling = opened("referral_answer", mediator, here)
    filling.set("/data/about/referral", str(referral))
    filling.set("/data/answer_page/state", "accepted")
    answer = sent(filling, author, here)
    assert answer.state == "needs_correction"
    assert [reason.code for reason in answer.reasons] == ["not_your_step"]
    assert standing(referral, mediator) == ("sent", "")


def test_an_answer_to_what_was_revoked_meanwhile_changes_nothing_and_says_why(
    referral: uuid.UUID, author: Account, mediator: Account, here: world.Town
) -> None:
    filling = opened("referral_answer", mediator, here)
    filling.set("/data/about/referral", str(referral))
    filling.set("/data/answer_page/state", "accepted")
    revoked = update("referral", referral, 1, {"state": "revoked"})
    assert send(author, here, revoked, mandate="coordination").state == "applied"
    answer = sent(filling, mediator, here)
    assert answer.state == "needs_correction"
    assert [reason.code for reason in answer.reasons] == ["not_here"]  # revoked, it is no longer hers to read
    assert standing(referral, author)[0] == "revoked"


def test_what_another_mandate_was_asked_is_not_on_the_device(
    referral: uuid.UUID, author: Account, mediator: Account, here: world.Town
) -> None:
    assert str(referral) in device_list(mediator, here)
    assert "Vaccination" not in device_list(mediator, here)
    for other in (author, world.account("pedagogical_assistant", here.unit)):
        assert str(referral) not in device_list(other, here)


def device_list(account: Account, here: world.Town) -> str:
    with acting_as(account.pk):
        found = entity_list("referral", Wanted(here.unit.pk, names=True))
    assert found is not None
    return found.csv().decode()


def taken_on(lawyer: Account, here: world.Town, **birth: str) -> Filling:
    filling = opened("new_client", lawyer, here)
    answers = {
        "notice/notice_given": "yes", "consent/consent_page/consent_given_by": "self",
        "consent/consent_page/consent_evidence": "signed", "home_page/place": str(here.settlement.pk),
        "client/client_page/given_name": "Zumra", "client/client_page/family_name": "Izmišljeni",
        "client/client_page/sex": "female",
        "power/power_page/attorney": "Advokatica A", "power/power_page/power_kind": "general",
        "power/power_page/certified": "no",
    }  # fmt: skip
    for path, value in answers.items():
        filling.set(f"/data/{path}", value)
    for question, value in (birth or {"birth_known": "day", "birth_day": "1990-05-01"}).items():
        filling.set(f"/data/client/birth_page/{question}", value)
    return filling


def test_a_lawyer_takes_a_client_on_and_sees_her_and_no_other(ours: Home, here: world.Town) -> None:
    lawyer = world.account("legal_aid_lawyer", here.unit)
    assert sent(taken_on(lawyer, here), lawyer, here).state == "applied"
    with acting_as(lawyer.pk):
        assert [one.given_name for one in Person.objects.all()] == ["Zumra"]
        assert Household.objects.count() == 1
        power = PowerOfAttorney.objects.get()
        assert (power.lawyer, power.certified, power.attorney) == (lawyer.pk, False, "Advokatica A")
    colleague = world.account("legal_aid_lawyer", here.unit)
    with acting_as(colleague.pk):
        assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("said", "born", "precision"),
    [
        ({"birth_known": "day", "birth_day": "1990-05-01"}, "1990-05-01", "day"),
        ({"birth_known": "month", "birth_month": "1990-05-17"}, "1990-05-01", "month"),
        ({"birth_known": "year", "birth_year": "1990-05-17"}, "1990-01-01", "year"),
        ({"birth_known": "estimated", "age_estimate": "40"}, f"{int(TODAY[:4]) - 40}-01-01", "estimated"),
        ({"birth_known": "unknown"}, None, None),
    ],
)
def test_a_birth_is_recorded_as_exactly_as_the_client_knows_it(
    here: world.Town, said: dict[str, str], born: str | None, precision: str | None
) -> None:
    lawyer = world.account("legal_aid_lawyer", here.unit)
    assert sent(taken_on(lawyer, here, **said), lawyer, here).state == "applied"
    with acting_as(lawyer.pk):
        client = Person.objects.get()
    assert (client.birth_date.isoformat() if client.birth_date else None) == born
    assert (client.birth_precision or None) == (precision or Person(given_name="").birth_precision or None)


def test_what_is_known_of_the_birth_must_be_said(here: world.Town) -> None:
    filling = taken_on(world.account("legal_aid_lawyer", here.unit), here, birth_known="")
    assert filling.problems() == ["/data/client/birth_page/birth_known: required"]


def test_without_the_notice_nobody_is_taken_on(here: world.Town) -> None:
    filling = opened("new_client", world.account("legal_aid_lawyer", here.unit), here)
    filling.set("/data/notice/notice_given", "no")
    assert filling.problems() == ["/data/notice/notice_given: constraint"]
    assert filling.entities().edits == ()
