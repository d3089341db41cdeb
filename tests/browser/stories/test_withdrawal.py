"""A person asks for her data and takes her consent back: at the very next request nobody else sees."""

from __future__ import annotations

import re

from tests.browser.stories.cast import COORDINATOR, FAMILIES, MEDIATOR, SOCIAL_WORKER
from tests.browser.stories.conftest import PhoneOf
from tests.browser.stories.phone import Phone

HEAD = FAMILIES["withdrawn"][0]
ASKED = "Hatidža asks for wood for the winter"


def household(phone: Phone) -> None:
    phone.find(HEAD)
    phone.main.get_by_role("link", name=re.compile("^[0-9A-Z]{4}-[0-9A-Z]{4}$")).first.click()
    phone.look()


def agreed(phone: Phone, *to: str) -> None:
    phone.press("Record a consent")
    for recipient in to:
        phone.tick(recipient)
    phone.fill("Version of the notice that was read out", "1")
    phone.choose("Said by", "the person")
    phone.choose("How it can be proved", "oral, witnessed")
    phone.press("Save")


def referred(phone: Phone, to: str) -> str:
    """The address of the referral."""
    household(phone)
    phone.press("Refer")
    if phone.main.get_by_role("link", name="Record a consent", exact=True).count():
        agreed(phone, "social worker", "municipality")
    phone.choose("To whom", to)
    phone.fill("What is asked for, and why", ASKED)
    phone.press("Send")
    return phone.address


def test_a_person_asks_for_her_data_and_withdraws_consent(phone_of: PhoneOf) -> None:
    mediator, worker, coordinator = phone_of(MEDIATOR), phone_of(SOCIAL_WORKER), phone_of(COORDINATOR)
    referral = referred(mediator, "social worker")
    worker.open(referral)
    assert ASKED in worker.says
    referred(mediator, "municipality")
    mediator.press("Make a page for it")
    mediator.press("Make the page")
    link, _code = mediator.main.locator("code.k-secret").all_inner_texts()
    stranger = phone_of()
    stranger.open(link)
    assert "A household was referred to you" in stranger.says

    household(coordinator)
    coordinator.press("Request of a person")
    coordinator.choose("asks for", "a copy of her record")
    coordinator.press("Take down")
    household(coordinator)
    coordinator.press("Withdraw")
    coordinator.press("Save")

    answer = worker.page.goto(referral)
    assert answer is not None
    assert answer.status == 404
    worker.look()
    stranger.open(link)
    assert "This page is closed" in stranger.says
    mediator.open(referral)  # who sent it still sees that, and that it is told to nobody now
    assert "No consent is in force" in mediator.says
