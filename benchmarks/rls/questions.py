"""The questions: what search, the household page and the list of persons ask the database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """Statements of one page. `{alias}` becomes the unit's condition where there are no policies."""

    name: str
    aliases: tuple[str, ...]
    statements: tuple[str, ...]


QUESTIONS = (
    Question(
        "search",
        ("k", "p"),
        (
            "select p.id, p.given_name, p.family_name, p.birth_date from people_personkey k "
            "join people_person p on p.id = k.person_id where k.key = %(key)s and {k} and {p} limit 200",
        ),
    ),
    Question(
        "household page",
        ("h", "p", "m"),
        (
            "select h.id, h.code, h.address from people_household h where h.id = %(household)s and {h}",
            "select p.id, p.given_name, p.family_name from people_person p where p.household_id = %(household)s and {p}",
            "select m.id, m.role, m.begins from people_membership m where m.household_id = %(household)s and {m}",
        ),
    ),
    Question(
        "list",
        ("p",),
        (
            # The viewer's units stand in the question too: only then does the index give the order.
            "select p.id, p.given_name, p.family_name from people_person p "
            "where p.unit_id in (%(unit)s) and {p} order by p.sort_key, p.id limit 50",
        ),
    ),
)
