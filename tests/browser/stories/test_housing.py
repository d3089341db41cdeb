"""A home upgraded by those who live in it: assessment, agreement, materials, their own work, photos, hand-over."""

from __future__ import annotations

from tests.browser.stories.cast import COORDINATOR, FAMILIES, MEDIATOR
from tests.browser.stories.conftest import PhoneOf
from tests.browser.stories.scheme import PICTURE, apply, reach, step

HEAD = FAMILIES["housing"][0]


def test_a_home_upgraded_by_its_dwellers(phone_of: PhoneOf) -> None:
    coordinator = phone_of(COORDINATOR)
    coordinator.find(HEAD)
    answers = {
        "Owns the home or may improve it": "yes",
        "The home is to be relocated": "no",
        "Has a bathroom with hot running water": "no",
    }
    home = apply(coordinator, "Housing upgrade", answers)
    assert "Meets every criterion" in coordinator.says
    reach(coordinator, "Assessment of the home", note="They want the bathroom first", photo=True)
    step(coordinator, "Assessed")
    reach(coordinator, "Agreement with the household")
    step(coordinator, "Agreement signed")
    reach(coordinator, "Materials delivered", amount="240000", photo=True)
    assert "first: Own contribution" in coordinator.says
    reach(coordinator, "Own contribution", amount="60000", note="Their own hands, twelve days")
    step(coordinator, "Work begins")
    for part in ("Water", "Sanitation", "Bathroom with hot running water"):
        reach(coordinator, part, photo=True)
    step(coordinator, "Hand over")
    assert "handed over" in coordinator.says
    coordinator.press("Record: Everything works after a year")
    assert coordinator.field("Due").input_value()  # the day from which that can be said is proposed
    coordinator.press("Save")

    coordinator.open(home)
    photos = coordinator.main.get_by_role("link", name="Photo, ")
    assert photos.count() == 5
    photo = coordinator.site + str(photos.first.get_attribute("href"))
    assert coordinator.page.request.get(photo).body() == PICTURE
    assert phone_of(MEDIATOR).page.request.get(photo).status == 404  # no content of her mandate
