"""Whole stories on the screens: a scholarship year, the upgrade of a home, a family that came back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms import pictures
from khetane.forms.models import Attachment
from khetane.programmes.models import Enrolment, Milestone
from tests import world
from tests.integration.desk.scene import Home, client_of, home
from tests.integration.desk.test_editing import filled, post
from tests.pictures import exif, jpeg, webp

pytestmark = pytest.mark.django_db


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it, with what the browser says it is."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


class Story:
    """Somebody at the screens of one enrolment."""

    def __init__(self, account: Account) -> None:
        self.account, self.client, self.page = account, client_of(account), ""

    def apply(self, of: Home, scheme: str, **answers: str) -> None:
        url = reverse("programmes:enrol", args=[of.id, scheme])
        self.page = post(self.client, url, filled(self.client, url) | answers)

    def reach(self, kind: str, **values: Any) -> None:
        url = f"{self.page}milestones/{kind}/"
        post(self.client, url, filled(self.client, url) | {"state": "reached"} | values)

    def step(self, code: str, **values: str) -> None:
        url = f"{self.page}steps/{code}/"
        assert f'href="{url}"' in self.shown(), f"{code} is not offered"
        post(self.client, url, filled(self.client, url) | values)

    def shown(self) -> str:
        return self.client.get(self.page).content.decode()

    def standing(self) -> Enrolment:
        with acting_as(self.account.pk):
            return Enrolment.objects.get()


def test_a_scholarship_year(ours: Home, here: world.Town) -> None:
    story = Story(world.account("pedagogical_assistant", here.unit))
    pupil = {"person": str(ours.members[1]), "applied_on": "2016-09-01"}  # sixteen then
    story.apply(ours, "scholarship", attends_secondary="yes", **pupil)
    assert "not all is known" in story.shown().lower()
    answers = f"{story.page}answers/"
    post(story.client, answers, filled(story.client, answers) | {"average": "4.2"})
    assert story.standing().eligible == "yes"
    story.step("award")
    story.reach("first_payment", amount="6000")
    story.reach("half_year_report")
    assert "steps/complete/" not in story.shown()  # the year is not reported yet
    story.reach("year_report")
    story.step("complete")
    story.reach("class_passed")
    assert story.standing().stage == "completed"
    assert "6,000" in story.shown()


def test_the_upgrade_of_a_home_led_by_its_dweller(ours: Home, here: world.Town) -> None:
    story = Story(world.account("unit_coordinator", here.unit))
    story.apply(ours, "housing_upgrade", may_build="yes", to_be_relocated="no", hot_water="no")
    for kinds, step in (
        (["assessment"], "assess"),
        (["agreement"], "agree"),
        (["materials", "own_contribution"], "begin"),
        (["water", "sanitation", "hot_water_bathroom"], "hand_over"),
    ):
        for kind in kinds:
            story.reach(kind)
        story.step(step)
    assert story.standing().stage == "handed_over"
    assert "What next" not in story.shown()
    planned = f"{story.page}milestones/lived_in_after_year/"
    assert filled(story.client, planned)["due"]  # proposed for the day from which it can be said
    assert "can be said from" in post(
        story.client,
        planned,
        filled(story.client, planned) | {"state": "reached", "reached_on": "2026-03-01"},
        422,
    )


def test_a_family_that_came_back(ours: Home, here: world.Town) -> None:
    story = Story(world.account("social_worker", here.unit))
    story.apply(ours, "repatriation", returned="yes", papers="yes")
    story.reach("interview")
    story.step("interview")
    story.reach("request")
    story.step("request")
    story.step("refuse", reason="A paper is missing.")
    assert story.standing().stage == "refused"
    story.step("request")  # asked anew
    story.step("pass_on")
    story.reach("decision")
    story.step("approve")
    story.reach("assistance", amount="500", currency="EUR")
    story.step("settle")
    assert story.standing().stage == "settled"
    with acting_as(story.account.pk):
        assert Milestone.objects.get(kind="assistance").currency == "EUR"


def test_a_job_that_lasts(ours: Home, here: world.Town) -> None:
    story = Story(world.account("employment_adviser", here.unit))
    story.apply(
        ours,
        "vocational_training",
        person=str(ours.members[0]),
        applied_on="2026-03-01",
        registered="yes",
        works="no",
    )
    story.step("take_in", stage_on="2026-03-02")
    story.reach("certificate", reached_on="2026-03-20")
    story.step("finish_training", stage_on="2026-03-20")
    story.reach("job_found", reached_on="2026-03-31")
    story.step("employ", stage_on="2026-03-31")
    early = f"{story.page}milestones/in_job_after_6_months/"
    values = filled(story.client, early) | {"state": "reached"}
    assert "2026-09-30" in post(story.client, early, values | {"reached_on": "2026-09-29"}, 422)
    story.reach("in_job_after_6_months", reached_on="2026-09-30")
    story.step("last", stage_on="2026-09-30")
    assert story.standing().stage == "lasting"


def test_photos_come_with_a_milestone_and_each_is_a_change_of_it(ours: Home, here: world.Town) -> None:
    story = Story(world.account("unit_coordinator", here.unit))
    story.apply(ours, "housing_upgrade", may_build="yes", to_be_relocated="no", hot_water="no")
    for number in (1, 2):
        story.reach("assessment", photo=upload("Kuća Ane Izmišljeni.jpg", jpeg(shade=number, notes=exif())))
    shown = story.shown()
    assert shown.count(">Photo, ") == 2
    assert "Ane" not in shown  # what the phone called the file stays on the phone
    with acting_as(story.account.pk):
        kept = list(Attachment.objects.order_by("received_at"))
        assert Milestone.objects.get().version == 2
    assert [one.content_type for one in kept] == ["image/jpeg"] * 2
    assert {one.mandate for one in kept} == {"coordination"}
    address = reverse("forms:attachment", args=[kept[1].submission_id, kept[1].pk])
    picture = pictures.picture_of(jpeg(shade=2))
    assert picture is not None
    assert story.client.get(address).content == picture.content
    came = story.client.get(reverse("forms:attachment_as_it_came", args=[kept[1].submission_id, kept[1].pk]))
    assert (
        came.content == picture.content
    )  # on our own screens the notes are left out before anything is kept
    nurse = client_of(world.account("health_mediator", here.unit))
    assert nurse.get(address).status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"%PDF-1.7", b"", webp(), jpeg()[:-9]])
def test_what_is_no_picture_is_not_taken(ours: Home, here: world.Town, content: bytes) -> None:
    story = Story(world.account("unit_coordinator", here.unit))
    story.apply(ours, "housing_upgrade", may_build="yes", to_be_relocated="no", hot_water="no")
    url = f"{story.page}milestones/assessment/"
    said = filled(story.client, url) | {"state": "reached", "photo": upload("photo.jpg", content)}
    assert story.client.post(url, said).status_code == 422
    with acting_as(story.account.pk):
        assert not Milestone.objects.exists()
