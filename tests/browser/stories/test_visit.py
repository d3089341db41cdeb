"""A joint visit to a referral done: five members of a unit, and a school without an account, each on a phone."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone

from tests.browser.stories.cast import ADVISER, ASSISTANT, COORDINATOR, FAMILIES, MEDIATOR, SOCIAL_WORKER
from tests.browser.stories.conftest import PhoneOf
from tests.browser.stories.phone import Phone

HEAD, GIRL, _BOY = FAMILIES["visit"]
WISH = "Jagoda has no place in class one"
BOOKS = "Money for books"


def planned(coordinator: Phone) -> str:
    """She plans the visit to this family alone; its address."""
    coordinator.open("work/visits/")
    coordinator.press("Plan a visit")
    coordinator.fill("Date of the visit", (timezone.localdate() + dt.timedelta(days=1)).isoformat())
    coordinator.press("Go on")
    called_on = coordinator.main.get_by_role("group", name="Households to call on")
    for box in called_on.get_by_role("checkbox").all():
        box.uncheck()
    coordinator.tick(HEAD)
    coordinator.fill("Purpose", "School begins")
    coordinator.press("Save")
    coordinator.press("Round")
    assert HEAD in coordinator.says
    coordinator.page.go_back()
    return coordinator.address


def recorded(mediator: Phone, visit: str) -> None:
    """She finds the visit on her first page, and on the day records whom they met and what is needed."""
    mediator.open("")
    mediator.follow("Settlement STORIES")
    assert mediator.address == visit
    mediator.press("Record that it took place")
    mediator.tick(HEAD)
    mediator.press("Save")
    mediator.line(HEAD).get_by_role("link", name=re.compile("^Need, ")).click()
    mediator.choose("For whom", f"{GIRL} Izmišljeni")
    mediator.choose("Area", "education")
    mediator.fill("What is needed", WISH)
    mediator.choose("Urgency", "urgent")
    mediator.press("Save")
    assert mediator.address == visit  # the next household waits here


def agreed(assistant: Phone, *, to: tuple[str, ...]) -> None:
    """The family was asked; what it said is written down on the way, and she goes on where she was."""
    assistant.press("Record a consent")
    for recipient in to:
        assistant.tick(recipient)
    assistant.fill("Version of the notice that was read out", "1")
    assistant.choose("Said by", "the person")
    assistant.choose("How it can be proved", "signed")
    assistant.press("Save")


def given(worker: Phone) -> None:
    """She finds on her first page what she is asked for, takes it on, and says what came of it."""
    worker.open("")
    worker.follow("referral to answer")
    worker.follow("pedagogical assistant")
    assert BOOKS in worker.says
    assert WISH not in worker.says  # what the referral says, and nothing else of the record
    for step in ("Accept", "Accept", "Done"):
        worker.press(step)
    worker.fill("In your words", "The money is there")
    worker.press("Done")


def answered(school: Phone, link: str, code: str, answer: str, sentence: str) -> None:
    """It opens the page with the code that it was told, and answers there."""
    school.open(link)
    school.fill("Code", code)
    school.press("Open")
    assert GIRL in school.says
    school.tick(answer)
    school.fill("In your words", sentence)
    school.press("Send the answer")


def asked(assistant: Phone) -> str:
    """The need stands on her first page; she asks the family, and the social worker for money. The need's address."""
    assistant.open("")
    assistant.follow(WISH)
    need = assistant.address
    assistant.press("Refer")
    agreed(assistant, to=("social worker", "school"))
    assert assistant.field("What is asked for, and why").input_value() == WISH
    assistant.choose("To whom", "social worker")
    assistant.fill("What is asked for, and why", BOOKS)
    assistant.press("Send")
    return need


def sealed(assistant: Phone) -> tuple[str, str]:
    """She refers the girl to the school and makes a page for it: its link, and the code that is told apart."""
    assistant.press("Refer")
    assistant.choose("To whom", "school or kindergarten")
    assistant.press("Send")
    assistant.press("Make a page for it")
    assistant.press("Make the page")
    link, code = assistant.main.locator("code.k-secret").all_inner_texts()
    return link, code


def taken_over(assistant: Phone, answer: str, sentence: str) -> None:
    """What the school answered waits on her first page, until she takes it over."""
    assistant.open("")
    assistant.follow("answer of an institution")
    assistant.follow("school")
    assert sentence in assistant.says
    assistant.press("Take the answer over")
    assistant.press(answer)


def test_from_a_joint_visit_to_a_referral_done(phone_of: PhoneOf) -> None:
    coordinator, mediator, assistant = phone_of(COORDINATOR), phone_of(MEDIATOR), phone_of(ASSISTANT)
    recorded(mediator, planned(coordinator))
    need = asked(assistant)
    worker, adviser = phone_of(SOCIAL_WORKER), phone_of(ADVISER)
    given(worker)
    adviser.page.goto(worker.address)
    assert BOOKS not in adviser.says
    assistant.open(need)
    assert "done" in assistant.line("social worker").inner_text()

    link, code = sealed(assistant)
    school = phone_of()
    answered(school, link, code, "We take care of it", "She may come on Monday")
    taken_over(assistant, "It takes care of it", "She may come on Monday")
    answered(school, link, code, "It is done", "She is in class one")
    taken_over(assistant, "It is done", "She is in class one")
    assistant.open(need)
    assistant.press("It is met")
    assistant.press("It is met")
    assert "met" in assistant.says
