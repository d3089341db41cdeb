"""Papers of a procedure: filled from the case, in the language and script of the office, for who reads it alone."""

from __future__ import annotations

import uuid
import zipfile
from io import BytesIO
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as_system
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer(here: world.Town) -> Account:
    return world.account("legal_aid_lawyer", here.unit)


@pytest.fixture
def ours(here: world.Town, lawyer: Account) -> Home:
    return home(here, lawyer, names=("Đorđe",))


@pytest.fixture
def late(ours: Home) -> UUID:
    """A request for late registration that nobody answered."""
    made, person = uuid.uuid4(), str(ours.members[0])
    said = {"person": person, "type": "BIRTH-L", "initiated_on": "2026-01-15", "reference": "X 7/26"}
    power = {"person": person, "attorney": "Advokat Ilić", "given_on": "2026-01-10"}
    applied = send(
        ours.author, ours.town, edit("procedure", made, said), edit("power_of_attorney", uuid.uuid4(), power)
    )
    assert applied.state == "applied"
    return made


def text_of(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "".join(ElementTree.fromstring(parts.read("word/document.xml")).itertext())


def paper(of: Home, procedure: UUID, code: str, kind: str, language: str) -> bytes:
    url = reverse("cases:paper", args=[procedure, code, kind])
    answer = client_of(of.author).get(url, {"language": language})
    assert answer.status_code == 200
    return bytes(answer.content)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sr", ("Ђорђе Измишљени", "Жалба због ћутања управе", "15. 1. 2026.", "16. 3. 2026.", "X 7/26")),
        ("sr-latn", ("Đorđe Izmišljeni", "Žalba zbog ćutanja uprave", "15. 1. 2026.", "16. 3. 2026.")),
        ("en", ("Đorđe Izmišljeni", "silence of the administration", "Late birth registration")),
        ("mk", ("Молк на управата".lower(), "Дополнителен упис на раѓање")),
    ],
)
def test_an_appeal_against_silence_is_filled_from_the_case(
    ours: Home, late: UUID, language: str, expected: tuple[str, ...]
) -> None:
    told = text_of(paper(ours, late, "SILENCE", "docx", language))
    for part in expected:
        assert part in told, part


def test_a_power_names_whom_it_is_given_to(ours: Home, late: UUID) -> None:
    assert "Адвокат Илић" in text_of(paper(ours, late, "POWER", "docx", "sr"))
    assert paper(ours, late, "POWER", "pdf", "sr").startswith(b"%PDF")


def test_a_paper_that_is_made_is_on_record_and_offered_only_where_it_fits(ours: Home, late: UUID) -> None:
    paper(ours, late, "REQUEST", "pdf", "sr")
    with acting_as_system():
        events = AuditEvent.objects.filter(account=ours.author.pk, kind="procedure", action="exported")
        assert [list(event.subjects) for event in events] == [[late]]
    client = client_of(ours.author)
    shown = client.get(reverse("cases:procedure", args=[late])).content.decode()
    assert "Request: Late birth registration" in shown
    assert "Complaint of discrimination" not in shown
    for args in ((late, "COMPLAINT", "pdf"), (late, "REQUEST", "odt"), (uuid.uuid4(), "REQUEST", "pdf")):
        assert client.get(reverse("cases:paper", args=args)).status_code == 404
    wrong = client.get(reverse("cases:paper", args=[late, "REQUEST", "pdf"]), {"language": "xx"})
    assert wrong.status_code == 404


def test_nobody_else_gets_a_paper(ours: Home, late: UUID, here: world.Town) -> None:
    url = reverse("cases:paper", args=[late, "POWER", "pdf"])
    there = world.town("THERE")
    for role, town in (("health_mediator", here), ("unit_coordinator", here), ("legal_aid_lawyer", there)):
        assert client_of(world.account(role, town.unit)).get(url).status_code == 404
