"""The chain of documents and rights: what is there, what can be begun, what stands before it."""

from __future__ import annotations

from datetime import date

import pytest

from khetane.cases.procedures.chain import Said, State, Went, chain, next_possible
from khetane.core.birth import Birth, Precision
from khetane.people.enums import DocumentKind

TODAY = date(2026, 6, 1)
GROWN = Birth(date(1990, 1, 1), Precision.DAY)
NOTHING = dict.fromkeys(DocumentKind.values, "never_had")


WRITTEN = date(2026, 3, 1)  # when what is said of her documents was recorded
AFTER, BEFORE = date(2026, 4, 1), date(2026, 2, 1)


def said(documents: dict[str, str]) -> dict[str, Said]:
    return {kind: Said(state, WRITTEN) for kind, state in documents.items()}


def states(
    documents: dict[str, str],
    *procedures: tuple[str, str] | tuple[str, str, date],
    birth: Birth | None = GROWN,
    economy: str = "RS",
) -> dict[str, State]:
    went = [Went(*one) for one in procedures]
    links = chain(documents=said(documents), procedures=went, economy=economy, birth=birth, on=TODAY)
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
    assert states(had, ("ID", "granted", BEFORE))["id_card"] is State.POSSIBLE
    assert states(had, ("ID", "granted", AFTER))["id_card"] is State.THERE
    assert states(had, ("ID", "pending"))["id_card"] is State.RUNNING


def test_what_stands_before_a_link_is_named() -> None:
    links = chain(documents=said(NOTHING), procedures=(), economy="RS", birth=GROWN, on=TODAY)
    card = next(one for one in links if one.gives == "id_card")
    assert card.missing == ("citizenship", "personal_number", "residence")


def test_a_procedure_under_way_and_one_that_was_granted_count() -> None:
    assert states(NOTHING, ("BIRTH-J", "pending"))["birth_registration"] is State.RUNNING
    assert states(NOTHING, ("BIRTH-L", "granted", AFTER))["citizenship"] is State.POSSIBLE
    assert states(NOTHING, ("BIRTH-L", "refused"))["birth_registration"] is State.POSSIBLE


def test_what_nobody_asked_is_asked_first() -> None:
    links = chain(documents={}, procedures=(), economy="RS", birth=GROWN, on=TODAY)
    first = next_possible(links)
    assert first is not None
    assert (first.gives, first.state) == ("birth_registration", State.ASK)


def test_a_newborn_is_registered_in_time_and_later_late() -> None:
    def types(born: date) -> list[str]:
        links = chain(
            documents=said(NOTHING), procedures=(), economy="RS", birth=Birth(born, Precision.DAY), on=TODAY
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


def test_a_child_comes_to_a_health_card_without_an_identity_card() -> None:
    """What is for nobody of her age stands before nothing."""
    child = Birth(date(2020, 5, 1), Precision.DAY)
    had = dict(NOTHING) | dict.fromkeys(
        ("birth_registration", "citizenship", "personal_number", "residence"), "has"
    )
    found = states(had, birth=child)
    assert found["id_card"] is State.NOT_YET
    for gives in ("health_card", "social_assistance", "child_allowance"):
        assert found[gives] is State.POSSIBLE, gives
    grown = states(had)
    assert {grown[gives] for gives in ("health_card", "child_allowance")} == {State.BLOCKED}


@pytest.mark.parametrize("state", ["lost", "never_had"])
def test_what_was_said_of_a_document_after_it_was_granted_counts(state: str) -> None:
    had = dict.fromkeys(DocumentKind.values, "has") | {"id_card": state}
    assert states(had, ("ID", "granted", BEFORE))["id_card"] is State.POSSIBLE
    assert states(had, ("ID", "granted", WRITTEN))["id_card"] is State.THERE
    assert states(had, ("ID", "granted", BEFORE), ("ID", "granted", AFTER))["id_card"] is State.THERE
    assert states(had, ("ID", "granted"))["id_card"] is State.POSSIBLE  # nobody said when


def test_what_is_in_procedure_is_not_begun_again() -> None:
    had = dict.fromkeys(DocumentKind.values, "has") | {"id_card": "in_procedure"}
    assert states(had)["id_card"] is State.RUNNING
    assert states(had, ("ID", "granted", BEFORE))["id_card"] is State.RUNNING
    assert states(had, ("ID", "granted", AFTER))["id_card"] is State.THERE


def test_a_right_is_granted_for_a_time() -> None:
    had = dict.fromkeys(DocumentKind.values, "has")
    assert states(had, ("FSA", "granted", date(2025, 6, 2)))["social_assistance"] is State.THERE
    for long_ago in (("FSA", "granted", date(2025, 6, 1)), ("FSA", "granted")):
        assert states(had, long_ago)["social_assistance"] is State.AGAIN
    assert states(had, ("FSA", "granted"), ("FSA", "pending"))["social_assistance"] is State.RUNNING
    asked = next_possible(
        chain(
            documents=said(had),
            procedures=[Went("FSA", "granted"), Went("CHA", "granted", AFTER)],
            economy="RS",
            birth=GROWN,
            on=TODAY,
        )
    )
    assert asked is not None
    assert asked.gives == "social_assistance"
