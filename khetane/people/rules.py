"""Rules of households and persons, of plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from unicodedata import category

from khetane.core.birth import AgeRange, Birth, completed_years
from khetane.people.kinship import HEAD

# Years: the longest life on record was 122; one more, since a year alone may be known. Who would be older
# was mistyped.
LONGEST_LIFE = 123
# Letters to Unicode, and nothing to the eye: fillers of Hangul, the empty pattern of Braille.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")

# Unicode's Bidi_Control: pasted along from other programs, seen by nobody, and able to turn a whole line around.
TURNING = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))

# Years: from then on somebody is asked how she describes herself; what a parent would say is not her own answer.
ANSWERS_FROM = 16


def legible(name: str) -> bool:
    """Whether there is anything to see in a name: a letter, a digit or a sign."""
    return any(category(one)[0] in "LNPS" and one not in BLANK for one in name)


def unturned(name: str) -> str:
    """A name without the signs that turn the text around them: its letters keep their order, and so does what follows.

    What joins or parts letters (U+200C, U+200D) is spelling and stays. Where nothing would be left to see, the name
    stays as it is, to be refused.
    """
    bare = name.translate(TURNING).strip()
    return bare if legible(bare) else name


@dataclass(frozen=True, slots=True)
class Stay:
    """A membership: from the first day in to the last day out (which is not a day of it)."""

    id: str
    household: str
    role: str
    begins: date
    ends: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is a member on `day`."""
        return self.begins <= day and (self.ends is None or day < self.ends)


class TwoHouseholds(ValueError):
    """The person would be in two households on `day`."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


class LeftBeforeJoining(ValueError):
    """A membership would end before it begins."""


def moved(
    stays: Sequence[Stay],
    new_id: str,
    household: str,
    role: str,
    *,
    said: date | None,
    ends: date | None,
    day: date,
) -> list[Stay]:
    """The memberships after the person joined `household`, on the day `said` or else on `day`.

    Who joined the other household only on the very `day`, without a day being said, was entered in
    the wrong one: that membership is put right. Raises TwoHouseholds, LeftBeforeJoining.
    """
    *earlier, last = stays
    if said is None and last.covers(day) and day == last.begins:
        return checked([*earlier, replace(last, household=household, role=role, ends=ends)])
    begins = said or day
    if last.begins < begins and last.covers(begins):
        last = replace(last, ends=begins)
    return checked([*earlier, last, Stay(new_id, household, role, begins, ends)])


def checked(stays: list[Stay]) -> list[Stay]:
    """The same memberships, in order; TwoHouseholds or LeftBeforeJoining when they cannot be."""
    in_order = sorted(stays, key=lambda stay: stay.begins)
    for stay in in_order:
        if stay.ends is not None and stay.ends < stay.begins:
            raise LeftBeforeJoining
    for one, other in pairwise(in_order):
        if (
            other.ends != other.begins
            and one.ends != one.begins
            and (one.ends is None or one.ends > other.begins)
        ):
            raise TwoHouseholds(other.begins)
    return in_order


def both_heads(one: Sequence[Stay], other: Sequence[Stay]) -> date | None:
    """The first day on which two persons with these memberships are heads of one household, if there is one."""
    days = [
        day
        for mine in one
        for hers in other
        if mine.role == hers.role == HEAD and mine.household == hers.household
        if mine.covers(day := max(mine.begins, hers.begins)) and hers.covers(day)
    ]
    return min(days, default=None)


def born_by(birth: Birth, day: date) -> bool:
    """Whether a person with this birth can have been born by `day`."""
    return birth.earliest <= day


def alive_on(birth: Birth, day: date) -> bool:
    """Whether a person with this birth can be of an age, on `day`, that people have reached."""
    return day.year - birth.latest.year <= LONGEST_LIFE


def may_answer(birth: Birth | None, day: date) -> bool:
    """Whether somebody can be old enough on `day` to say how she describes herself; so can whose birth is not known."""
    return birth is None or completed_years(birth.earliest, day) >= ANSWERS_FROM


def differing(
    one: Mapping[str, str], other: Mapping[str, str], groups: Iterable[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """The groups of fields in which two records of persons do not say the same."""
    return [group for group in groups if any(one[name] != other[name] for name in group)]


def has_circle(start: str, parents: Iterable[tuple[str, str | None]]) -> bool:
    """Whether following `parents` (child, parent) from `start` leads back to it."""
    of = dict(parents)
    seen, at = set(), of.get(start)
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = of.get(at)
    return False


@dataclass(frozen=True, slots=True)
class Given:
    """A consent: for what, to whom, from when, until when."""

    purpose: str
    recipients: Sequence[str]
    given_on: date
    withdrawn_on: date | None = None


# From this age on one speaks for oneself.
GROWN_UP = 18


def speaks_for_household(role: str, age: AgeRange | None, given_by: str) -> bool:
    """Whether what a member agreed to can stand for her household: the head's word, a grown member's own, a guardian's.

    A child's own word does not, nor that of somebody who may be a child.
    """
    return role == HEAD or given_by == "guardian" or (age is not None and age.low >= GROWN_UP)


# The purposes under which a record crosses to another mandate or institution (DESIGN rule 4).
CROSSING = ("referral", "sharing")


def allows(given: Given, recipients: Collection[str], on: date) -> bool:
    """Whether this consent lets a record cross to one of `recipients` on a day."""
    in_force = given.given_on <= on and (given.withdrawn_on is None or on < given.withdrawn_on)
    return in_force and given.purpose in CROSSING and not set(recipients).isdisjoint(given.recipients)
