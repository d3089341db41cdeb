"""What happens in a scheme, step by step, on the page of an enrolment."""

from __future__ import annotations

from collections.abc import Mapping

from tests.browser.stories.phone import Phone

# The smallest picture there is, as a camera would send it.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)


def apply(phone: Phone, scheme: str, answers: Mapping[str, str]) -> str:
    """From the page of a person or household to the application; its address."""
    phone.press("Enrol in a scheme")
    phone.press(scheme)
    for question, answer in answers.items():
        phone.choose(question, answer)
    phone.press("Save")
    return phone.address


def reach(phone: Phone, milestone: str, *, amount: str = "", note: str = "", photo: bool = False) -> None:
    """Record that a milestone was reached today."""
    phone.press(f"{phone.said('Record')}: {milestone}")
    phone.tick("reached")
    if amount:
        phone.fill("Amount of money", amount)
    if photo:
        phone.attach("Photo", f"{milestone}.jpg", PICTURE)
    phone.fill("Note", note)
    phone.press("Save")


def step(phone: Phone, name: str, *, reason: str = "") -> None:
    """Take the step that is offered, today."""
    phone.press(name)
    if reason:
        phone.fill("Reason", reason)
    phone.press("Save")
