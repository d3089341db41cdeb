"""What people of the demonstration country ask of their own records: every kind, in every state, answered or late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from khetane.core.viewer import acting_as
from khetane.demo.chance import Chance
from khetane.demo.country import SEED, Country
from khetane.demo.loading import Workers, moment
from khetane.demo.long_ago import officer
from khetane.demo.sendings import COORDINATION
from khetane.demo.towns import Town
from khetane.people.models import Household, Person
from khetane.subjects import requests
from khetane.subjects.models import Expiry, SubjectRequest

COPY, CORRECTION, OBJECTION, ERASURE = "copy", "correction", "objection", "erasure"
OPEN, DONE, REFUSED, TAKEN_BACK = "open", "done", "refused", "taken_back"
REACHED = "RS"  # the economy of the data-protection officer of the demonstration
UNITS = 6
WHOLE = (
    2  # units, those whose accounts sign in, in which everything is asked; in the others what was dealt with
)
IN_OTHERS = 3
ERASED_IN = 2  # the unit in which somebody is erased: nobody signs in there whom that would surprise


@dataclass(frozen=True, slots=True)
class Story:
    """What was asked so many days ago, in her words, and after how many days it was dealt with, with which words."""

    kind: str
    days: int
    became: str = OPEN
    after: int = 0
    about: str = ""
    words: str = ""
    language: str = "sr"
    whole: bool = False  # for the whole household
    asked_by: str = "self"


IN_WHOLE = (
    Story(COPY, 4),
    Story(COPY, 41, language="sr-latn"),  # past its day
    Story(COPY, 66, DONE, after=9, language="mk"),
    Story(COPY, 120, REFUSED, after=12, asked_by="guardian",
          words="Копију је тражио рођак без овлашћења. Дајемо је само Вама или лицу које овластите."),
    Story(COPY, 95, TAKEN_BACK, after=3),
    Story(CORRECTION, 6, about="Датум рођења ми је погрешан: рођена сам у марту, а пише мај."),
    Story(CORRECTION, 38, about="Više ne živimo u toj ulici.", language="sr-latn"),  # past its day
    Story(CORRECTION, 150, DONE, after=5, about="Презиме ми је написано са једним словом мање.",
          words="Презиме је исправљено како стоји у Вашој личној карти."),
    Story(CORRECTION, 210, REFUSED, after=14, about="Тражим да се обрише да сам примила помоћ у марту.",
          words="Помоћ је примљена и стоји у евиденцији даваоца. Додали смо да се с тим не слажете."),
    Story(CORRECTION, 100, TAKEN_BACK, after=6, about="Улица није добро написана."),
    Story(OBJECTION, 3, about="Не желим да ме водите на списку за насеље.", whole=True),
    Story(OBJECTION, 80, DONE, after=7, about="Нећу да се моји подаци користе за извештаје.",
          words="Уважили смо Ваш приговор: Ваш картон се не користи ни за шта ново."),
    Story(OBJECTION, 130, REFUSED, after=15, about="Тражим да ме не водите ни у судском поступку.",
          words="Пуномоћје сте дали нама и поступак је у току; без Ваших података суд не може да одлучи."),
    Story(OBJECTION, 170, TAKEN_BACK, after=40, about="Не желим да ме посећујете."),
    Story(ERASURE, 9),
    Story(ERASURE, 33, whole=True),  # past its day
    Story(ERASURE, 140, REFUSED, after=20,
          words="Ваш поступак пред судом још траје. Закон налаже да се списи чувају до краја поступка; онда брисање можете "
                "поново да тражите."),
    Story(ERASURE, 60, TAKEN_BACK, after=2),
)  # fmt: skip
DEALT_WITH = tuple(one for one in IN_WHOLE if one.became != OPEN and one.days > 90)
ERASED = Story(ERASURE, 5, DONE)


def ask(country: Country, workers: dict[str, Workers]) -> int:
    """Take the requests down and deal with them, each as whoever would; how many there are. Safe to repeat."""
    by, told = officer(), 0
    for town, story, home, person in _asked(country, workers):
        leader = workers[town.unit][COORDINATION].account_id
        made = _taken_down(story, home, person, leader, country.today)
        if made is not None and story.became != OPEN:
            _deal(made, story, leader, by, country.today)
        told += 1
    return told


def _asked(country: Country, workers: dict[str, Workers]) -> Iterator[tuple[Town, Story, Household, Person]]:
    towns = [town for town in country.towns() if town.unit.startswith(REACHED)][:UNITS]
    for place, town in enumerate(towns):
        leader = workers[town.unit][COORDINATION].account_id
        stories = IN_WHOLE if place < WHOLE else tuple(_some(Chance(SEED, "rights", town.unit)))
        yield from _of_unit(town, leader, stories, country.today)
        if place == min(ERASED_IN, len(towns) - 1):
            yield from _of_unit(town, leader, (ERASED,), country.today)


def _some(chance: Chance) -> Iterator[Story]:
    """What was dealt with in another unit, on days of its own."""
    for story in chance.some(list(DEALT_WITH), IN_OTHERS):
        yield replace(story, days=story.days + chance.between(0, 60))


def _of_unit(
    town: Town, leader: UUID, stories: tuple[Story, ...], today: dt.date
) -> Iterator[tuple[Town, Story, Household, Person]]:
    """Each story of another household that was recorded by then, where there are so many; with one of its members."""
    for number, story in enumerate(stories):
        with acting_as(leader):
            past = Expiry.objects.values("household_id")
            known = Household.objects.filter(
                unit_id=town.unit_id, memberships__begins__lte=today - dt.timedelta(days=story.days)
            )
            homes = list(known.exclude(pk__in=past).distinct().order_by("pk"))
            if not homes:
                continue
            home = homes[-1] if story is ERASED else homes[number % len(homes)]
            # Whoever is erased is no head: the others of the household go on.
            person = home.persons.order_by("birth_date", "pk")[
                0 if story is not ERASED else home.persons.count() - 1
            ]
        yield town, story, home, person


def _taken_down(story: Story, home: Household, person: Person, leader: UUID, today: dt.date) -> UUID | None:
    """The request; None where it stands already."""
    day = today - dt.timedelta(days=story.days)
    with acting_as(leader):
        if SubjectRequest.objects.filter(kind=story.kind, unit=home.unit_id, requested_on=day).exists():
            return None
        return requests.take_down(
            kind=story.kind,
            household=home,
            person_id=None if story.whole else person.pk,
            requested_on=day,
            language=story.language,
            asked_by=story.asked_by,
            about=story.about,
            at=moment(day, 3),
        ).pk


def _deal(made: UUID, story: Story, leader: UUID, by: UUID, today: dt.date) -> None:
    at = moment(today - dt.timedelta(days=story.days - story.after), 12)
    given = story.kind in (COPY, CORRECTION) and story.became == DONE
    taken_back = story.became == TAKEN_BACK and story.kind != ERASURE
    with acting_as(leader if given or taken_back else by):
        if story.became == TAKEN_BACK:
            requests.take_back(made, at=at)
        elif story.became == REFUSED:
            requests.refuse(made, story.words, at=at)
        elif story.kind == ERASURE:
            requests.execute(made)
        elif story.kind == COPY:
            requests.close(made, at=at)
        else:
            requests.answer(made, story.words, at=at)
