"""Made-up households and their members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.names import Typing, family_name, given_name

YEAR = 365.25
# Sizes as the survey found them among marginalised Roma in Serbia, the large ones a little more frequent.
SIZES = {1: 0.06, 2: 0.11, 3: 0.15, 4: 0.19, 5: 0.18, 6: 0.14, 7: 0.09, 8: 0.05, 9: 0.03}


@dataclass(slots=True)
class Member:
    """An invented person; `precision` says how exactly her birth will be told."""

    id: UUID
    given: str
    family: str
    sex: str
    role: str
    born: dt.date
    precision: str
    parent: str = ""

    def age(self, day: dt.date) -> int:
        before = (day.month, day.day) < (self.born.month, self.born.day)
        return day.year - self.born.year - before


@dataclass(slots=True)
class Household:
    """An invented household at a settlement, as it stands on the day the story has reached."""

    id: UUID
    settlement: str
    members: list[Member]
    typing: Typing
    registered: dt.date = dt.date.min
    phone: str = ""
    documents: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    papers: dict[UUID, dict[str, str]] = field(default_factory=dict)  # states by kind, as last told
    registration_consent: UUID | None = None
    not_yet: list[Member] = field(default_factory=list)  # born, but not recorded yet
    asked_for: set[tuple[UUID, str]] = field(default_factory=set)  # whose procedure of which type was begun

    def lacking(self) -> list[tuple[UUID, str]]:
        """Who has never had or has lost which document, as last told."""
        gone = ("never_had", "lost")
        return [
            (who, kind)
            for who, states in self.papers.items()
            for kind, said in states.items()
            if said in gone
        ]

    def obtains(self, document: UUID) -> bool:
        """Somebody has this document from now on; False if that was known."""
        who, kind = next(key for key, known in self.documents.items() if known == document)
        had = self.papers.setdefault(who, {}).get(kind) == "has"
        self.papers[who][kind] = "has"
        return not had

    def register(self, day: dt.date) -> None:
        """Be registered on `day`, with the members born by then."""
        self.registered = day
        self.not_yet = [one for one in self.members if one.born > day]
        self.members = [one for one in self.members if one.born <= day]

    def newly_born(self, day: dt.date) -> list[Member]:
        """Take up the members born by `day` who were not there before."""
        born = [one for one in self.not_yet if one.born <= day]
        self.not_yet = [one for one in self.not_yet if one.born > day]
        self.members += born
        return born

    @property
    def head(self) -> Member:
        return self.members[0]


def sizes(chance: Chance, households: int, persons: int) -> list[int]:
    """A size for each household, so that they add up to `persons` exactly."""
    drawn = [chance.weighted(SIZES) for _ in range(households)]
    while (short := persons - sum(drawn)) != 0:
        place = chance.between(0, households - 1)
        step = 1 if short > 0 else -1
        if 1 <= drawn[place] + step <= max(SIZES):
            drawn[place] += step
    return drawn


def household(chance: Chance, settlement: str, size: int, typing: Typing, today: dt.date) -> Household:
    """A household of `size` members, as of `today`."""
    household_id = chance.id()
    family = family_name(chance)
    kin = list(relatives(chance, size))
    members: list[Member] = []
    for role, sex, age in kin:
        own = family_name(chance) if role == "in_law" and sex == "male" else family
        members.append(member(chance, role, sex, own, age, today, [one.given for one in members]))
    for one in members:
        one.parent = parent_of(one, members, chance)
    return Household(household_id, settlement, members, typing)


def member(
    chance: Chance, role: str, sex: str, family: str, age: int, today: dt.date, taken: Collection[str] = ()
) -> Member:
    """A person who is `age` years old `today`; nobody else in her household has her given name."""
    given = given_name(chance, sex)
    while given in taken:
        given = given_name(chance, sex)
    born = today - dt.timedelta(days=int((age + chance.random.random() * 0.98) * YEAR))
    precision = chance.weighted({"day": 0.86, "month": 0.03, "year": 0.06, "estimated": 0.05})
    if age < 3:
        precision = "day"
    if precision in ("year", "estimated"):
        born = born.replace(month=1, day=1)
    elif precision == "month":
        born = born.replace(day=1)
    return Member(chance.id(), given, family, sex, role, born, precision)


def parent_of(one: Member, members: list[Member], chance: Chance) -> str:
    """The father's or mother's name where it is known."""
    if one.role == "child":
        return members[0].given
    return given_name(chance, "male") if chance.yes(0.7) else ""


def relatives(chance: Chance, size: int) -> Iterator[tuple[str, str, int]]:
    """(role, sex, age) of each member, the head first."""
    large = size >= 6 and chance.yes(0.6)
    young = min(20 + 2 * max(0, size - 3), 34)  # whoever has many children is not twenty
    oldest = {1: (45, 82), 2: (24, 76)}.get(size, (46, 66) if large else (young, 55))
    age = chance.between(*oldest)
    sex = "male" if chance.yes(0.72) else "female"
    yield "head", sex, age
    left = size - 1
    if left and chance.yes(0.85 if size > 2 else 0.55):
        yield "spouse", other(sex), max(18, age + chance.between(-6, 3))
        left -= 1
    if left >= 4 and large:
        yield from young_family(chance, age)
        left -= 3
    if left > 1 and not large and age < 50 and chance.yes(0.15):
        yield "parent", any_sex(chance), age + chance.between(18, 27)
        left -= 1
    for _ in range(left):
        yield offspring(chance, age, large=large)


def young_family(chance: Chance, age: int) -> Iterator[tuple[str, str, int]]:
    """A grown-up child with spouse and a grandchild of the head."""
    sex, grown = any_sex(chance), max(18, age - chance.between(18, 24))
    yield "child", sex, grown
    yield "in_law", other(sex), max(17, grown + chance.between(-3, 3))
    yield "grandchild", any_sex(chance), chance.between(0, max(0, grown - 18))


def offspring(chance: Chance, age: int, *, large: bool) -> tuple[str, str, int]:
    if large and chance.yes(0.55):
        return "grandchild", any_sex(chance), chance.between(0, max(1, age - 38))
    youngest, oldest = max(0, age - 45), max(0, min(age - 17, 31))
    if chance.yes(0.03):
        return "sibling", any_sex(chance), max(10, age - chance.between(1, 12))
    if chance.yes(0.01):
        return "foster", any_sex(chance), chance.between(2, 16)
    return "child", any_sex(chance), chance.between(min(youngest, oldest), oldest)


def other(sex: str) -> str:
    return "female" if sex == "male" else "male"


def any_sex(chance: Chance) -> str:
    return "female" if chance.yes(0.49) else "male"
