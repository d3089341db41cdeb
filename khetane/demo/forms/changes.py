"""What changes in a household: phone, address, a child born, somebody leaving."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from khetane.demo.forms.registration import birth, self_identification, status
from khetane.demo.forms.talk import Talk
from khetane.demo.instances import Entity, Filled, Page
from khetane.demo.people import Member


def household_changed(talk: Talk, values: dict[str, str], *, base: int | None = None) -> Filled:
    """New values of address, phone or note. `base`: the version a device last saw, else the standing one."""
    answers = talk.head(what=" ".join(values)) | {"change": values}
    entity = talk.change_household()
    if base is not None:
        entity = replace(entity, base=base)
    return Filled("household_update", talk.chance.id(), f"household · {talk.on()}", answers, entity)


def on_branch(filled: Filled, branch: UUID, *, trunk: int, base: int) -> Filled:
    """The same change as the next of several that a device made without a network."""
    if filled.entity is None:
        raise ValueError(f"{filled.form} changes no record of its root: only such a form is put on a branch.")
    return replace(filled, entity=replace(filled.entity, branch=branch, trunk=trunk, base=base))


def member_added(talk: Talk, one: Member, *, joined: dt.date) -> Filled:
    """A new member, such as a child born since."""
    person = talk.ledger.made("person", one.id)
    given, family, parent = map(talk.typed, (one.given, one.family, one.parent))
    names = {"given_name": given, "family_name": family, "parent_name": parent}
    if parent:
        names["parent_name_answered"] = parent
    pages: Page = {
        "person_household": str(talk.household.id),
        "name_page": names,
        "sex_page": {"sex": one.sex},
        "role_page": {"role": one.role},
        **birth(one, talk.day),
        "phone_page": {"person_phone": ""},
        "language_page": {"person_language": "romani"},
        "from_page": {"member_from": joined.isoformat()},
        "meta": Entity("person", person, f"{given} {family}"),
    }
    answers = talk.head(action="add") | {
        "new_id": str(person),
        "person_id": str(person),
        "place": str(talk.settlement.id),
        "economy": "RS",
        "person": pages,
        "status": status(talk, one),
        "self_identification": self_identification(talk, one),
    }
    return Filled("member", talk.chance.id(), f"member · {talk.on()}", answers)


def member_changed(talk: Talk, one: Member, what: str, page: Page) -> Filled:
    """One thing about a member changed; `page` is the page that `what` opens."""
    entity = Entity(
        "person", one.id, talk.typed(f"{one.given} {one.family}"), base=talk.ledger.base("person", one.id)
    )
    answers = talk.head(action="change", member_known=str(one.id), what=what) | {
        "new_id": str(talk.chance.id()),
        "person_id": str(one.id),
        "place": str(talk.settlement.id),
        "economy": "RS",
        "person": {**page, "meta": entity},
        "status": {"status_person": str(one.id)},
        "self_identification": {"self_identification_person": str(one.id)},
    }
    return Filled("member", talk.chance.id(), f"member · {talk.on()}", answers)


def member_left(talk: Talk, one: Member, reason: str) -> Filled:
    page: Page = {"to_page": {"member_to": talk.on(), "leaving_reason": reason}}
    return member_changed(talk, one, "leaving", page)
