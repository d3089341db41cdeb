"""What the register knows of a person or household, as facts for rules of eligibility."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from khetane.core.birth import age_known
from khetane.organisations.economies import economy_of
from khetane.people.models import Membership, Person, PersonStatus
from khetane.people.querysets import on
from khetane.people.rules import GROWN_UP
from khetane.programmes.definition import Scheme
from khetane.programmes.expression import Between, Fact, Kind

YEAR = timedelta(days=366)


def known_facts(household: UUID, person: Person | None, unit: UUID, day: date) -> dict[str, Fact]:
    """The facts of khetane/programmes/reading.py's KNOWN on a day; what is not on record is not known."""
    members = Person.objects.filter(
        pk__in=Membership.objects.filter(on(day), household=household).values("person")
    ).only("birth_date", "birth_precision")
    ages = [age_of(one.birth_date, one.birth_precision, day) for one in members]
    statuses = PersonStatus.objects.filter(household=household).values_list("kind", "until")
    current = {kind for kind, until in statuses if until is None or until > day}
    facts: dict[str, Fact] = {
        "household_size": len(ages) or None,
        "children": sum(1 for age in ages if isinstance(age, int) and age < GROWN_UP) if ages else None,
        "economy": economy_of(unit),
        "returnee": True if "returnee" in current else None,
        "displaced": True if "displaced" in current else None,
    }
    if person is not None:
        facts["age"] = age_of(person.birth_date, person.birth_precision, day)
        facts["sex"] = person.sex if person.sex != "unknown" else None
    return facts


def age_of(born: date | None, precision: str, day: date) -> int | Between | None:
    """Completed years, as exactly as the birth is known."""
    years = age_known(born, precision, day)
    if years is None:
        return None
    return years.low if years.exact is not None else Between(years.low, years.high)


def answered_facts(scheme: Scheme, answers: Iterable[str]) -> tuple[dict[str, Fact], list[str]]:
    """The facts that were asked, from `code=answer`; and what answers nothing."""
    kinds: Mapping[str, Kind] = {one.code: one.kind for one in scheme.asks}
    facts: dict[str, Fact] = {}
    wrong: list[str] = []
    for answer in answers:
        code, _, said = answer.partition("=")
        fact = as_fact(kinds.get(code), said)
        if fact is None:
            wrong.append(answer)
        else:
            facts[code] = fact
    return facts, wrong


def as_fact(kind: Kind | None, said: str) -> Fact:
    if kind is Kind.YES_NO:
        return {"yes": True, "no": False}.get(said)
    if kind is Kind.NUMBER:
        try:
            number = Decimal(said)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    return None
