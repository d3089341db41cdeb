"""The form of the benchmark and synthetic answers to it. Nobody in them exists."""

from __future__ import annotations

import random
import uuid
from xml.sax.saxutils import escape

VERSION = "1"
IDS = uuid.UUID("2b7e1516-28ae-5d2a-abf7-158809cf4f3c")
WORDS = [
    "voda",
    "struja",
    "krov",
    "posao",
    "škola",
    "lekar",
    "dokument",
    "deca",
    "put",
    "grejanje",
    "sprat",
    "prozor",
    "komšija",
    "zima",
    "pomoć",
    "red",
]
GIVEN = [
    "Sava",
    "Mila",
    "Džemile",
    "Redžep",
    "Ana",
    "Fatima",
    "Bekim",
    "Slavica",
    "Ramiz",
    "Violeta",
    "Đorđe",
    "Šaban",
]
FAMILY = ["Izmišljenović", "Neznanić", "Primerović", "Bezimeni", "Uzorak", "Probnić"]
HOUSEHOLD_QUESTIONS = 38
MEMBER_QUESTIONS = 10
SAVED = ("q1", "q2", "q3", "q4")


def sheets(kind: str) -> dict[str, list[list[str]]]:
    """The XLSForm: `case` makes one entity of a dataset of its own, `register` a household with its members."""
    survey = [["type", "name", "label", "save_to", "calculation"], ["date", "day", "Day", "", ""]]
    if kind == "register":
        survey += [
            ["text", "place", "Place", "household#place", ""],
            ["text", "address", "Address", "household#address", ""],
        ]
    for number in range(HOUSEHOLD_QUESTIONS):
        name = f"q{number}"
        survey.append(["text", name, name, name if kind == "case" and name in SAVED else "", ""])
    survey.append(["begin_repeat", "member", "Member", "", ""])
    if kind == "register":
        survey += [
            ["calculate", "home", "", "person#household", "/data/meta/entity/@id"],
            ["text", "given_name", "Given name", "person#given_name", ""],
            ["text", "family_name", "Family name", "person#family_name", ""],
            ["date", "birth_date", "Born", "person#birth_date", ""],
        ]
    survey += [["text", f"m{number}", f"m{number}", "", ""] for number in range(MEMBER_QUESTIONS)]
    survey.append(["end_repeat", "", "", "", ""])
    lists = (
        [["case", "${q1}"]] if kind == "case" else [["household", "${address}"], ["person", "${given_name}"]]
    )
    return {
        "survey": survey,
        "settings": [["form_id", "form_title", "version"], [kind, kind, VERSION]],
        "entities": [["list_name", "label"], *lists],
    }


def record(kind: str, seed: int, number: int) -> bytes:
    """The XML of one filled form; the same seed and number give the same bytes."""
    chance = random.Random(f"{seed}/{number}")
    entity = household(kind, seed, number)
    people = min(12, 1 + int(chance.expovariate(1 / 3.6)))
    place = "<place>NIS-S1</place><address>Ulica bez broja</address>" if kind == "register" else ""
    answers = "".join(f"<q{i}>{_text(chance)}</q{i}>" for i in range(HOUSEHOLD_QUESTIONS))
    members = "".join(_member(kind, chance, entity, i) for i in range(people))
    dataset = "household" if kind == "register" else "case"
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{kind}" version="{VERSION}"><day>2026-05-04</day>{place}'
        f"{answers}{members}<meta><instanceID>uuid:{uuid.uuid5(IDS, f'i/{kind}/{seed}/{number}')}</instanceID>"
        f'<entity dataset="{dataset}" id="{entity}" create="1"><label>{number}</label></entity></meta></data>'
    ).encode()


def household(kind: str, seed: int, number: int) -> uuid.UUID:
    """The id of the entity that `record` makes."""
    return uuid.uuid5(IDS, f"{kind}/{seed}/{number}")


def _member(kind: str, chance: random.Random, home: uuid.UUID, number: int) -> str:
    answers = "".join(f"<m{i}>{_text(chance)}</m{i}>" for i in range(MEMBER_QUESTIONS))
    if kind != "register":
        return f"<member>{answers}</member>"
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    born = f"{chance.randint(1940, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    entity = f'<entity dataset="person" id="{uuid.uuid5(home, str(number))}" create="1"><label>{given}</label></entity>'
    return (
        f"<member><home>{home}</home><given_name>{given}</given_name><family_name>{family}</family_name>"
        f"<birth_date>{born}</birth_date>{answers}<meta>{entity}</meta></member>"
    )


def _text(chance: random.Random) -> str:
    return escape(" ".join(chance.choices(WORDS, k=chance.randint(1, 3))))
