"""A scheme of the installation's own, on the screens, in what is sent and in the forms of the field."""

from __future__ import annotations

import uuid

from django.test import Client
from django.urls import reverse
from django.utils import translation

from khetane.core.viewer import acting_as, acting_as_system
from khetane.desk.schemes.wording import scheme_label
from khetane.forms.models import FormContent
from khetane.programmes.models import Enrolment
from tests import world
from tests.installations import Installation
from tests.integration.desk.scene import client_of, home
from tests.integration.desk.test_editing import filled, post
from tests.integration.programmes.scene import apply, codes
from tests.unit.programmes.test_own import MUSIC, TUTORING


def shown(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_who_applies_for_an_own_scheme_goes_its_stages(installation: Installation) -> None:
    folder = installation.home / "schemes"
    folder.mkdir()
    (folder / "music_school.yaml").write_text(
        MUSIC.replace("age >= 7 and age <= 15", "age >= 1"), encoding="utf-8"
    )
    (folder / "tutoring.yaml").write_text(TUTORING, encoding="utf-8")
    here = world.town("HERE")
    coordinator = world.account("unit_coordinator", here.unit)
    teacher = world.account("pedagogical_assistant", here.unit)
    ours = home(here, coordinator)
    client = client_of(teacher)
    offered = shown(client, reverse("programmes:choose_scheme", args=[ours.id]))
    assert "Music school" in offered
    assert "Tutoring" in offered
    with translation.override("mk"):
        assert scheme_label("music_school") == "Music school [en]"
    url = reverse("programmes:enrol", args=[ours.id, "music_school"])
    there = post(client, url, filled(client, url) | {"person": str(ours.members[0])})
    assert "Music school" in shown(client, there)
    with acting_as(teacher.pk):
        kept = Enrolment.objects.get()
    assert (kept.scheme, kept.stage, kept.eligible, kept.mandate) == (
        "music_school",
        "applied",
        "yes",
        "education",
    )
    assert "Music school" in shown(client, reverse("programmes:schemes"))
    refused = apply(teacher, here, uuid.uuid4(), ours, "chess_club")
    assert "unknown_code" in codes(refused)


def test_the_forms_of_the_field_offer_it_under_a_version_of_their_own(installation: Installation) -> None:
    before = published(installation)
    (installation.home / "schemes").mkdir()
    (installation.home / "schemes" / "music_school.yaml").write_text(MUSIC, encoding="utf-8")
    after = published(installation)
    assert after.keys() == {"scheme_attendance", "scheme_milestone"}
    assert all(version.startswith(f"{before[name]}-") for name, version in after.items())
    assert published(installation) == {}
    with acting_as_system():
        content = FormContent.objects.get(version__version=after["scheme_milestone"])
    assert "music_school" in content.xform


def published(installation: Installation) -> dict[str, str]:
    """The version of each standard form that a call publishes."""
    answer = installation.answer("form", "publish", "--standard")
    return {one["form_id"]: one["version"] for one in answer["published"]}
