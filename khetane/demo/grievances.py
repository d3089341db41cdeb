"""Grievances of the demonstration country, in every state: what somebody could have said, by nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone

from khetane.core.viewer import acting_as, acting_as_system
from khetane.demo.chance import Chance
from khetane.demo.country import SEED, Country
from khetane.demo.loading import Workers, moment
from khetane.demo.sendings import COORDINATION
from khetane.demo.towns import Town
from khetane.grievances import following, handling
from khetane.grievances.keeping.looking import look_at_grievances
from khetane.grievances.models import Grievance
from khetane.grievances.taking import Said, Taken, take

OFFICER, SUPERVISOR = "grievance_officer", "grievance_supervisor"
HANDLERS = (OFFICER, SUPERVISOR)
UNITS, MOST_BEFORE = 6, 9
NOTICED = dt.timedelta(days=100)  # before today: longer than the notice


@dataclass(frozen=True, slots=True)
class Story:
    """What was said so many days ago, and the steps since, each with its words: `step` or `step: words`."""

    days: int
    kind: str
    about: str
    text: str
    language: str = "sr"
    channel: str = "web"
    name: str = ""
    contact: str = ""
    way: str = "code"
    steps: tuple[str, ...] = ()


OF_A_UNIT = (
    Story(1, "complaint", "help", "Мобилни тим је обећао дрва за огрев пре месец дана. Нико није дошао."),
    Story(11, "complaint", "conduct", "Radnik se izderao na moju majku pred komšijama.", language="sr-latn"),
    Story(3, "question", "decision", "Зашто смо остали ван списка за поправку кућа?", steps=("take_up",)),
    Story(34, "complaint", "works", "Na putu kroz naselje je rupa otkad su kopali vodu. Deca padaju.",
          language="sr-latn", steps=("take_up", "ask: Kod koje kuće je rupa?", "reply: Kod česme, desno.")),
    Story(20, "complaint", "decision", "Нису ме уписали за књиге за децу, а предао сам све папире.", channel="paper",
          name="Измишљени Имењак", contact="Плава кућа код моста", way="paper",
          steps=("take_up", "answer: Ваши папири су били у другој фасцикли. Деца добијају књиге у петак.")),
    Story(25, "praise", "conduct", "Медијаторка је сама дошла да види бебу. Хвала јој.", channel="telephone",
          steps=("answer: Хвала Вам, пренећемо јој.", "satisfied: yes")),
    Story(28, "complaint", "money", "Tražio mi je pare da me upiše na obuku.", language="sr-latn",
          steps=("take_up", "answer: Niko ne sme da traži novac. Proveravamo.", "satisfied: no",
                 "reopen: Opet je tražio.")),
    Story(40, "complaint", "discrimination", "У амбуланти нас шаљу на крај реда, а друге примају преко реда.",
          name="Измишљена Особа", contact="061 000 001", way="telephone",
          steps=("take_up", "ask: Да ли се слажете да ово прочита Повереник за заштиту равноправности?",
                 "reply: Слажем се.", "escalate: equality")),
    Story(6, "complaint", "safety", "Прете нам да ће нам запалити кућу ако се не иселимо."),
    # Past their time, and soon: the supervisor decides about them.
    Story(1300, "complaint", "works", "Канализација је стала код моста.", steps=("answer: Завршена је у јуну.", "close")),
    Story(1250, "question", "help", "Када стижу грађевински пакети?", steps=("answer: Стигли су.", "close")),
    Story(1080, "praise", "help", "Хвала на школским књигама.", steps=("answer: Хвала Вам.", "close")),
)  # fmt: skip
OF_NO_UNIT = (
    Story(2, "question", "data", "Кој сè гледа што е запишано за мене?", language="mk"),
    Story(45, "complaint", "handling", "I complained in spring and nobody ever answered.", language="en",
          steps=("take_up", "answer: You were right: it was answered late. Here is the answer.", "close")),
)  # fmt: skip
BEFORE = (
    ("complaint", "help", "Чекамо одговор о помоћи."),
    ("question", "data", "Ко види мој картон?"),
    ("praise", "conduct", "Захваљујемо на посети."),
    ("complaint", "works", "Vodovod je ostao nedovršen."),
)


def tell(country: Country, workers: Mapping[str, Workers], others: Mapping[str, UUID]) -> int:
    """Send them in and deal with them, each as whoever would; how many there are. Safe to repeat.

    `others` are the accounts of officer and supervisor by role.
    """
    told = 0
    for town, number, story in stories(country):
        by = workers[town.unit][COORDINATION].account_id if town and story.channel != "web" else None
        _live(
            story,
            town,
            f"demonstration:{town.unit if town else ''}:{number}",
            by,
            others[SUPERVISOR],
            country.today,
        )
        told += 1
    look_at_grievances(country.today - NOTICED)
    look_at_grievances(country.today)
    return told


def stories(country: Country) -> Iterator[tuple[Town | None, int, Story]]:
    """Whole stories for the first unit and for none; for some units what came in the half-year before."""
    towns = country.towns()
    for number, story in enumerate(OF_A_UNIT):
        yield towns[0], number, story
    for number, story in enumerate(OF_NO_UNIT):
        yield None, number, story
    for town in towns[:UNITS]:
        chance = Chance(SEED, "grievances", town.unit)
        for number in range(chance.between(3, MOST_BEFORE)):
            kind, about, text = chance.pick(BEFORE)
            steps = ("answer: Одговорено.", *(("satisfied: yes",) if chance.yes(0.6) else ("close",)))
            yield town, 100 + number, Story(chance.between(190, 360), kind, about, text, steps=steps)


def _live(story: Story, town: Town | None, seed: str, by: UUID | None, officer: UUID, today: dt.date) -> None:
    """One grievance, from its beginning to where it stands; one that somebody dealt with already is left alone."""
    day = today - dt.timedelta(days=story.days)
    said = Said(
        kind=story.kind,
        about=story.about,
        text=story.text,
        language=story.language,
        received_on=day,
        unit_id=town.unit_id if town else None,
        channel=story.channel,
        name=story.name,
        contact=story.contact,
        way=story.way,
    )
    with acting_as(by) if by else acting_as_system():
        taken = take(said, seed, at=moment(day, 1))
    with acting_as(officer):
        if Grievance.objects.get(pk=taken.id).state != "received":
            return
    for number, step in enumerate(story.steps, start=2):
        at = min(moment(day + dt.timedelta(days=2 * number), number), timezone.now())
        _step(step, taken, officer, at)


def _step(step: str, taken: Taken, officer: UUID, at: dt.datetime) -> None:
    name, _, words = step.partition(": ")
    found = following.behind(taken.code)
    if found is None:
        return
    if name in ("reply", "reopen"):
        following.reply(
            taken.code, found, uuid5(NAMESPACE_OID, f"{taken.id}:{words}"), words, reopen=name == "reopen"
        )
        return
    if name == "satisfied":
        following.say_satisfied(taken.code, found, words)
        return
    with acting_as(officer):
        _by_officer(name, words, taken.id, at)


def _by_officer(name: str, words: str, id: UUID, at: dt.datetime) -> None:
    if name in ("answer", "ask"):
        {"answer": handling.answer, "ask": handling.ask}[name](id, words, at=at)
    elif name == "escalate":
        handling.escalate(id, body=words, agreed_on=timezone.localdate(at), at=at)
    else:
        {"take_up": handling.take_up, "close": handling.close}[name](id, at=at)
