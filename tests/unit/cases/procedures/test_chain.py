"""The chain of documents and rights: what is there, what can be begun, what stands before it."""

from __future__ import annotations

from datetime import date

from khetane.cases.procedures.chain import State, chain, next_possible
from khetane.core.birth import Birth, Precision
from khetane.people.enums import DocumentKind

TODAY = date(2026, 6, 1)
GROWN = Birth(date(1990, 1, 1), Precision.DAY)
NOTHING = dict.fromkeys(DocumentKind.values, "never_had")


def states(
    documents: dict[str, str], *procedures: tuple[str, str], birth: Birth | None = GROWN, economy: str = "RS"
) -> dict[str, State]:
    links = chain(documents=documents, procedures=procedures, economy=economy, birth=birth, on=TODAY)
    return {one.gives: one.state for one in links}


def test_without_anything_only_the_birth_and_the_residence_can_be_begun() -> None:
    found = states(NOTHING)
    possible = {gives for gives, state in found.items() if state is State.POSSIBLE}
    assert possible == {"birth_registration", "residence"}
    assert found["id_card"] is State.BLOCKED


def test_each_link_opens_the_next() -> None:
    had = dict(NOTHING)
    for gives in ("birth_registration", "citizenship", "personal_number", "residence", "id_card"):
        assert states(had)[gives] is State.POSSIBLE, gives
        had[gives] = "has"
    assert states(had)["social_assistance"] is State.POSSIBLE


def test_what_ran_out_is_to_be_had_anew_whatever_once_gave_it() -> None:
    had = {**dict.fromkeys(DocumentKind.values, "has"), "id_card": "expired"}
    assert states(had)["id_card"] is State.POSSIBLE
    assert states(had, ("ID", "granted"))["id_card"] is State.POSSIBLE
    assert states(had, ("ID", "pending"))["id_card"] is State.RUNNING


def test_what_stands_before_a_link_is_named() -> None:
    links = chain(documents=NOTHING, procedures=(), economy="RS", birth=GROWN, on=TODAY)
    card = next(one for one in links if one.gives == "id_card")
    assert card.missing == ("citizenship", "personal_number", "residence")


def test_a_procedure_under_way_and_one_that_was_granted_count() -> None:
    assert states(NOTHING, ("BIRTH-J", "pending"))["birth_registration"] is State.RUNNING
    assert states(NOTHING, ("BIRTH-L", "granted"))["citizenship"] is State.POSSIBLE
    assert states(NOTHING, ("BIRTH-L", "refused"))["birth_registration"] is State.POSSIBLE


def test_what_nobody_asked_is_asked_first() -> None:
    links = chain(documents={}, procedures=(), economy="RS", birth=GROWN, on=TODAY)
    first = next_possible(links)
    assert first is not None
    assert (first.gives, first.state) == ("birth_registration", State.ASK)


def test_a_newborn_is_registered_in_time_and_later_late() -> None:
    def types(born: date) -> list[str]:
        links = chain(
            documents=NOTHING, procedures=(), economy="RS", birth=Birth(born, Precision.DAY), on=TODAY
        )
        return [one.code for one in links[0].types]

    assert types(date(2026, 5, 2)) == ["BIRTH-T", "BIRTH-R", "BIRTH-J"]
    assert types(date(2026, 5, 1)) == ["BIRTH-L", "BIRTH-R", "BIRTH-J"]


def test_a_child_needs_no_identity_card_yet_and_a_doubtful_age_may() -> None:
    assert states(NOTHING, birth=Birth(date(2010, 6, 2), Precision.DAY))["id_card"] is State.NOT_YET
    assert states(NOTHING, birth=Birth(date(2010, 6, 1), Precision.DAY))["id_card"] is State.BLOCKED
    assert states(NOTHING, birth=Birth(date(2011, 1, 1), Precision.ESTIMATED))["id_card"] is State.BLOCKED


def test_an_economy_has_the_links_that_its_procedures_lead_to() -> None:
    assert list(states(NOTHING, economy="HR")) == ["birth_registration"]
    assert states(NOTHING, economy="TR") == {}
