"""An invented household form with a roster, and submissions of it of about 3 kB: one a number, always the same."""

from __future__ import annotations

import uuid
from random import Random

from khetane.forms.xml.compiled import Compiled

CODES = (
    "yes",
    "no",
    "unknown",
    "network",
    "well",
    "owner",
    "rented",
    "informal",
    "primary",
    "secondary",
    "none",
)
WORDS = ("Јован", "Петровић", "Amira", "Đurić", "Сабина", "Bekim", "Ramadani", "Xhemile", "Osmani", "Мирјана")
HOUSEHOLD = tuple(
    f"{area}_{number}" for area in ("home", "water", "money", "health", "papers") for number in range(8)
)
MEMBER = (
    "name",
    "sex",
    "born",
    "role",
    "school",
    "work",
    "income",
    "sees",
    "hears",
    "walks",
    "cares",
    "papers",
    "note",
)
FORM = Compiled(
    form_id="household",
    version="1",
    root="data",
    repeats=("/data/member",),
    types={
        "/data/day": "date",
        "/data/place": "geopoint",
        **{f"/data/{name}": "string" for name in HOUSEHOLD},
        **{f"/data/member/{name}": "int" if name == "income" else "string" for name in MEMBER},
        "/data/meta/instanceID": "string",
        "/data/meta/entity/label": "string",
    },
    declarations=(),
)


def body(number: int) -> tuple[str, bytes]:
    """The instance id and the XML of one submission."""
    random = Random(number)  # invented data
    instance_id = str(uuid.UUID(int=random.getrandbits(128), version=4))
    answers = "".join(_answer(name, _value(random)) for name in HOUSEHOLD)
    members = "".join(_member(random) for _ in range(random.randint(1, 7)))
    meta = (
        f'<meta><instanceID>uuid:{instance_id}</instanceID><entity dataset="household" id="{instance_id}" create="1">'
        "<label>A home</label></entity></meta>"
    )
    opening = (
        '<?xml version=\'1.0\' ?><data id="household" version="1" xmlns:orx="http://openrosa.org/xforms">'
    )
    place = f"<place>{43 + random.random():.6f} {20 + random.random():.6f} 0 4.5</place>"
    return (
        instance_id,
        f"{opening}<day>2026-03-{random.randint(1, 28):02}</day>{place}{answers}{members}{meta}</data>".encode(),
    )


def _member(random: Random) -> str:
    values = {name: random.choice(CODES) for name in MEMBER}
    values |= {
        "name": _name(random),
        "born": f"{random.randint(1940, 2025)}-05-02",
        "income": str(random.randint(0, 900)),
    }
    return f"<member>{''.join(_answer(name, text) for name, text in values.items())}</member>"


def _answer(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>" if text else f"<{name}/>"


def _value(random: Random) -> str:
    kind = random.random()
    if kind < 0.15:
        return ""
    if kind < 0.75:
        return random.choice(CODES)
    return str(random.randint(0, 400)) if kind < 0.9 else " ".join(_name(random) for _ in range(2))


def _name(random: Random) -> str:
    return f"{random.choice(WORDS)} {random.choice(WORDS)}"
