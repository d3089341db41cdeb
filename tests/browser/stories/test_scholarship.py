"""A scholarship year: who may have it and why, the award, its reports, tutoring beside it, and one pupil counted once."""

from __future__ import annotations

import re

from tests.browser.stories.cast import ASSISTANT, FAMILIES
from tests.browser.stories.conftest import PhoneOf
from tests.browser.stories.phone import Phone
from tests.browser.stories.scheme import apply, reach, step

_HEAD, PUPIL = FAMILIES["scholarship"]
NAME = f"{PUPIL} Izmišljeni"


def reached(phone: Phone) -> tuple[int, int, int]:
    """How many persons took part this year: in the scholarship, with a tutor, in all schemes together."""
    phone.open("work/schemes/")
    tile = phone.line("People reached").inner_text()

    def of(scheme: str) -> int:
        row = phone.main.get_by_role("row").filter(has_text=scheme)
        return int(row.get_by_role("cell").nth(1).inner_text().split()[-1]) if row.count() else 0

    return of("Scholarship"), of("Tutoring"), int(re.findall(r"\d+", tile)[0])


def tutored(phone: Phone) -> None:
    """She gets a tutor too, whose meetings say who came; a parent came along."""
    phone.find(PUPIL)
    apply(phone, "Tutoring", {"Attends a school": "yes", "Is failing in a subject": "yes"})
    step(phone, "Tutor found")
    phone.open("work/schemes/tutoring/")
    phone.press("Who was there")
    phone.fill("Topic", "Fractions")
    group = phone.main.get_by_role("group", name="Who was there")
    group.get_by_label(NAME).check()
    phone.main.get_by_role("group", name="Whose parent took part").get_by_label(NAME).check()
    phone.press("Save")
    phone.follow(NAME)
    assert "was there with a parent Fractions" in phone.says


def test_a_scholarship_year(phone_of: PhoneOf) -> None:
    assistant = phone_of(ASSISTANT)
    scholarships, tutors, all_of_them = reached(assistant)
    assistant.open("work/schemes/scholarship/")
    assert "Average of marks at least 2.5" in assistant.says  # what the scheme asks, before anybody applies
    assistant.find(PUPIL)
    year = apply(assistant, "Scholarship", {"Attends a secondary school": "yes"})
    assert "not known Average of marks at least 2.5" in assistant.says
    assistant.press("Answer what is open")
    assistant.fill("Average of marks last year", "4.2")
    assistant.press("Save")
    assert "Meets every criterion" in assistant.says

    step(assistant, "Award")
    reach(assistant, "First payment", amount="6000")
    reach(assistant, "Report at half-year", note="All marks above three")
    assert "first: Report at the end of the year" in assistant.says  # it is not over before
    tutored(assistant)
    assistant.open(year)
    reach(assistant, "Report at the end of the year")
    step(assistant, "Year completed")
    reach(assistant, "Class passed")
    assert "year completed" in assistant.says
    assert reached(assistant) == (scholarships + 1, tutors + 1, all_of_them + 1)
