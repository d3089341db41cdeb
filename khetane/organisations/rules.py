"""Rules of units and organisations. Plain values in and out."""

from __future__ import annotations

import datetime

from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid

CODE_TAKEN = Sentence(
    "organisation_code_taken",
    gettext_noop('The code "{code}" is in use already. Codes never change: choose another one.'),
)
NOT_A_MUNICIPALITY = Sentence(
    "unit_not_in_a_municipality",
    gettext_noop(
        "{name} is no municipality that exists. A mobile unit belongs to one: choose another place."
    ),
)
OTHER_ECONOMY = Sentence(
    "unit_other_economy",
    gettext_noop(
        "{name} lies in another economy. The unit's records follow the laws and lists of theirs: make a new unit there."
    ),
)
NEEDS_A_NAME = Sentence(
    "unit_needs_a_name",
    gettext_noop(
        "{name} has a mobile unit already that is called after it. Give this one a name of its own, so that people can tell them apart."
    ),
)
DAY_WITHOUT_TEXT = Sentence(
    "unit_day_without_text",
    gettext_noop(
        "There is a day for the {what}, but it is not said which one. Write its number or title too."
    ),
)
STILL_TO_COME = Sentence(
    "unit_still_to_come", gettext_noop("The day of the {what}, {day}, is still to come. Check it.")
)

ENDS_BEFORE = Sentence(
    "unit_ends_before_it_begins",
    gettext_noop("It would end on {until}, before it begins on {since}. Correct one of the two days."),
)


def check_period(since: datetime.date | None, until: datetime.date | None) -> None:
    """Raise Invalid when something ends before it begins."""
    if since is not None and until is not None and until < since:
        raise Invalid(ENDS_BEFORE.about(since=since.isoformat(), until=until.isoformat()))


def check_paper(what: str, text: str, day: datetime.date | None, today: datetime.date) -> None:
    """Raise Invalid when a decision or memorandum has a day but no text, or a day to come."""
    if day is not None and not text.strip():
        raise Invalid(DAY_WITHOUT_TEXT.about(what=what))
    if day is not None and day > today:
        raise Invalid(STILL_TO_COME.about(what=what, day=day.isoformat()))


def check_same_economy(path: str, other: str, name: str) -> None:
    """Raise Invalid when the place `name` at the path `other` lies in another economy than the one at `path`."""
    if path.split(".")[1:2] != other.split(".")[1:2]:
        raise Invalid(OTHER_ECONOMY.about(name=name))
