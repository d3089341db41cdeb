"""Workshops and days of examinations: one form for all who came."""

from __future__ import annotations

from collections.abc import Sequence

from khetane.demo.chance import Chance
from khetane.demo.forms.visits import Visit
from khetane.demo.instances import Entity, Filled
from khetane.demo.ledger import Ledger
from khetane.demo.names import Typing, typed
from khetane.demo.people import Household

# By the mandate that holds it: the service, what it is about, who gives it.
HELD = {
    "education": ("parents_workshop", "Zašto je vrtić važan", "Predškolska ustanova"),
    "health": ("health_workshop", "Vakcinacija i zdrava ishrana", "Dom zdravlja"),
    "employment": ("job_club", "Kako se piše biografija", "Služba za zapošljavanje"),
    "legal": ("rights_workshop", "Šta je diskriminacija i kome se prijavljuje", "Pravna pomoć"),
}


def workshop(
    chance: Chance, ledger: Ledger, visit: Visit, mandate: str, homes: Sequence[Household], typing: Typing
) -> Filled:
    """A workshop held in the settlement on the day of a visit: grown-ups of some households, and others beside."""
    kind, topic, provider = HELD[mandate]
    came = [one for home in homes for one in home.members if one.age(visit.day) >= 15 and chance.yes(0.6)]
    day = visit.day.isoformat()
    listed = " ".join(str(one.id) for one in came)
    answers = {
        "about": {"date": day, "visit": str(visit.id), "type": kind, "topic": typed(topic, typing)},
        "came": {
            "attended": str(len(came) + chance.between(4, 22)),
            "homes": " ".join(str(home.id) for home in homes),
            **({"participants": listed} if homes else {}),
            "quantity": str(chance.pick((1, 2, 2, 3))),
            "provider": typed(provider, typing),
        },
    }
    made = ledger.made("group_delivery", chance.id())
    entity = Entity("group_delivery", made, f"{kind} · {day}")
    return Filled("group_delivery", chance.id(), f"group · {day}", answers, entity)
