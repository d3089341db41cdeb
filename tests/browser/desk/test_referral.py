"""A referral as two members of a unit and an institution without an account live it, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import faults
from tests.browser.conftest import Site
from tests.browser.settle import ASSISTANT, MEDIATOR

PHONE = 360
FAMILY = "people/search/?q=selma"


@pytest.fixture
def phone(site: Site, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A phone on which somebody has signed in; for nobody, a stranger's."""
    contexts = []

    def of(email: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": PHONE, "height": 780}))
        page = contexts[-1].new_page()
        if email:
            site.sign_in(page, email)
        return page

    yield of
    for context in contexts:
        context.close()


def looked_at(page: Page) -> None:
    """Accessible, and no wider than the phone."""
    assert faults(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, page.url


def press(page: Page, name: str) -> None:
    """Press a button or follow a link that looks like one, then look at what comes."""
    page.locator("main").get_by_role("button", name=name, exact=True).or_(
        page.locator("main").get_by_role("link", name=name, exact=True)
    ).first.click()
    page.wait_for_load_state()
    looked_at(page)


def agree(site: Site, page: Page, *recipients: str) -> None:
    """Record the household's consent to a referral, from its page."""
    page.goto(f"{site.url}/{FAMILY}")
    page.locator("#found td a.k-code").first.click()
    page.wait_for_url("**/people/households/*/")
    press(page, "Record a consent")
    page.select_option("[name=purpose]", "referral")
    for one in recipients:
        page.check(f"[name=recipients][value={one}]")
    page.fill("[name=notice_version]", "1")
    page.select_option("[name=given_by]", "self")
    page.select_option("[name=evidence]", "signed")
    press(page, "Save")


def refer(page: Page, to: str, reason: str) -> None:
    press(page, "Refer")
    page.select_option("[name=to]", to)
    page.fill("[name=reason]", reason)
    press(page, "Send")
    assert reason in page.inner_text("main")


def test_a_referral_goes_from_one_mandate_to_another_and_back_done(
    site: Site, phone: Callable[[str], Page]
) -> None:
    sender = phone(MEDIATOR)
    agree(site, sender, "education", "school")
    refer(sender, "mandate:education", "A bag for the first day of school")
    recipient = phone(ASSISTANT)
    recipient.get_by_role("link", name="referral to answer").or_(
        recipient.get_by_role("link", name="referrals to answer")
    ).first.click()
    recipient.get_by_role("link", name=re.compile("health mediator")).first.click()
    recipient.wait_for_load_state()
    assert "A bag for the first day of school" in recipient.inner_text("main")
    press(recipient, "Accept")
    press(recipient, "Accept")
    press(recipient, "Done")
    recipient.fill("[name=answer]", "She has one now")
    press(recipient, "Done")
    sender.reload()
    assert "She has one now" in sender.inner_text("main")
    assert "done" in sender.inner_text("main")


def test_an_institution_without_an_account_answers_on_its_page(
    site: Site, phone: Callable[[str], Page]
) -> None:
    sender = phone(MEDIATOR)
    agree(site, sender, "centre_for_social_work")
    refer(sender, "kind:centre_for_social_work", "Help with the electricity bill")
    referral = sender.url
    press(sender, "Make a page for it")
    press(sender, "Make the page")
    link, code = sender.locator("code.k-secret").all_inner_texts()
    stranger = phone("")
    stranger.goto(link)
    looked_at(stranger)
    stranger.fill("[name=code]", code)
    press(stranger, "Open")
    assert "Help with the electricity bill" in stranger.inner_text("main")
    stranger.check("[name=answer][value=accepted]")
    stranger.fill("[name=sentence]", "Come on Tuesday")
    press(stranger, "Send the answer")
    sender.goto(referral)
    looked_at(sender)
    assert "Come on Tuesday" in sender.inner_text("main")
    press(sender, "Take the answer over")
    press(sender, "It takes care of it")
    assert "accepted" in sender.inner_text("main")
    press(sender, "Revoke")
    press(sender, "Revoke")
    stranger.goto(link)
    looked_at(stranger)
    assert "This page is closed" in stranger.inner_text("main")
