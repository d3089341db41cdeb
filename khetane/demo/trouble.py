"""What does not go smoothly, for people to see: conflicts, records that wait, that need correction, that are replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.forms import changes
from khetane.demo.forms.settlements import profile
from khetane.demo.forms.talk import Talk
from khetane.demo.instances import Entity, Filled
from khetane.demo.people import Household, member
from khetane.demo.sendings import COORDINATION, Sending, sent
from khetane.demo.towns import pilot_municipalities

if TYPE_CHECKING:
    from khetane.demo.unit_story import UnitStory

OLD_VERSION = "2024010101"  # of a form that this installation never published


def troubles(story: UnitStory) -> Iterator[Sending]:
    """Every unit has a conflict; the other troubles come up in turn."""
    chance = story.chance.of("trouble")
    homes = chance.some([home for homes in story.registered.values() for home in homes], 6)
    if len(homes) < 6:
        return
    yield from two_phones(story, chance, homes[0])
    yield from two_births(story, chance, homes[1])
    kinds = (waits, born_later, unknown_settlement, written_anew, old_form)
    yield from chance.pick(kinds[:3])(story, chance, homes[2])
    yield from chance.pick(kinds[1:])(story, chance, homes[3])
    if story.town.unit == first_unit(story):
        for kind, home in zip(kinds, (*homes[4:], *homes[:3]), strict=True):
            yield from kind(story, chance.of(kind.__name__), home)


def first_unit(story: UnitStory) -> str:
    """The unit whose accounts sign in: it meets every trouble."""
    return f"{pilot_municipalities()[0]}-JMU"


def talk(story: UnitStory, chance: Chance, home: Household, days_ago: int) -> Talk:
    place = next(one for one in story.town.settlements if one.code == home.settlement)
    day = max(home.registered, story.today - dt.timedelta(days=days_ago))
    return Talk(chance, story.ledger, day, home, place, home.typing)


def two_phones(story: UnitStory, chance: Chance, home: Household) -> Iterator[Sending]:
    """Two members write down different phone numbers from the same version."""
    seen = story.ledger.at("household", home.id)
    for sender, days_ago, ending in ((COORDINATION, 6, "11"), ("health", 5, "77")):
        said = talk(story, chance.of(sender), home, days_ago)
        values = {"phone": f"000 {chance.between(100, 999)} 5{ending}"}
        yield sent(said.day, sender, changes.household_changed(said, values, base=seen))


def two_births(story: UnitStory, chance: Chance, home: Household) -> Iterator[Sending]:
    """Two members correct the same birth date differently."""
    head, seen = home.head, story.ledger.at("person", home.head.id)
    for days_ago, shift in ((9, 1), (4, 10)):
        said = talk(story, chance.of(shift), home, days_ago)
        born = head.born + dt.timedelta(days=shift)
        page = {"birth_precision": "day", "birth_day": born.isoformat()}
        filled = changes.member_changed(
            said, head, "birth", {"birth_page": page, "birth_date": born.isoformat()}
        )
        yield sent(said.day, COORDINATION, based_on(filled, seen))


def based_on(filled: Filled, base: int) -> Filled:
    """The same form about a member, made by a device that last saw version `base`."""
    person = filled.answers["person"]
    record = person["meta"] if isinstance(person, Mapping) else None
    if not isinstance(person, Mapping) or not isinstance(record, Entity):
        raise ValueError(
            f"{filled.form} says nothing of a member, so it cannot be based on another version of one."
        )
    changed = {**person, "meta": replace(record, base=base)}
    return replace(filled, answers={**filled.answers, "person": changed})


def waits(story: UnitStory, chance: Chance, home: Household) -> Iterator[Sending]:
    """The second of two changes made without a network arrives, the first one not yet."""
    said = talk(story, chance, home, 2)
    filled = changes.household_changed(said, {"address": said.typed(f"Nova {chance.between(1, 40)}")})
    trunk = filled.entity.base if filled.entity and filled.entity.base else 1
    yield sent(said.day, COORDINATION, changes.on_branch(filled, chance.id(), trunk=trunk, base=trunk + 1))


def born_later(story: UnitStory, chance: Chance, home: Household) -> Iterator[Sending]:
    """A tablet with a wrong clock: the child is born after the conversation."""
    said = talk(story, chance, home, 3)
    child = member(chance, "child", "female", home.head.family, 0, said.day)
    child.born, child.precision = said.day + dt.timedelta(days=40), "day"
    yield wrong(sent(said.day, COORDINATION, changes.member_added(said, child, joined=said.day)))


def unknown_settlement(story: UnitStory, chance: Chance, home: Household) -> Iterator[Sending]:
    """The household moved to a settlement that is not in the tree of places."""
    said = talk(story, chance, home, 3)
    nowhere = UUID(int=chance.random.getrandbits(128), version=4)
    yield wrong(sent(said.day, COORDINATION, changes.household_changed(said, {"place": str(nowhere)})))


def wrong(sending: Sending) -> Sending:
    return replace(sending, is_wrong=True)


def written_anew(story: UnitStory, chance: Chance, home: Household) -> Iterator[Sending]:
    """A settlement profile is sent, then a new version of the same submission with better numbers."""
    settlement = next(one for one in story.town.settlements if one.code == home.settlement)
    day = story.today - dt.timedelta(days=chance.between(10, 60))  # a settlement has one profile a day
    first = profile(settlement, 20, 90, 3, day, chance, story.town.typing)
    again = profile(settlement, 24, 110, 3, day, chance, story.town.typing)
    yield sent(day, COORDINATION, first)
    yield sent(day, COORDINATION, replace(again, instance_id=chance.id(), replaces=first.instance_id))


def old_form(story: UnitStory, chance: Chance, home: Household) -> Iterator[Sending]:
    """A form of a version that nobody published here: kept until someone deals with it."""
    said = talk(story, chance, home, 8)
    filled = changes.household_changed(said, {"note": said.typed("Porodica se seli na proleće")})
    yield sent(said.day, COORDINATION, replace(filled, version=OLD_VERSION))
