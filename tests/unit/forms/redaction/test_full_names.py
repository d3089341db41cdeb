"""Whom a form means: her by her full name, written as people write it; somebody who shares one name, never."""

from __future__ import annotations

import pytest

from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.naming import Names


def whom(
    given: str = "Zlatija", family: str = "Arsić", *, stays: str = "", numbers: tuple[str, ...] = ()
) -> FullNames:
    names = Names()
    names.add(given=given, family=family)
    names.stays(stays)
    return FullNames(names, frozenset(numbers))


HERS = [
    ("Zlatija Arsić", "X"),
    ("Arsić Zlatija", "X"),
    ("Arsić, Zlatija", "X"),
    ("ZLATIJA ARSIĆ", "X"),
    ("Златија Арсић", "X"),
    ("Арсић Златија", "X"),
    ("zlatija arsic", "X"),
    ("zlatija_arsic", "X"),
    ("arsic-zlatija", "X"),
    ("zlatija.arsic", "X"),
    ("ZlatijaArsic", "X"),
    ("zlatijaarsic", "X"),
    ("arsiczlatija", "X"),
    ("p12_zlatija_arsic_2015", "p12_X_2015"),
    ("Zlatija Petra Arsić", "X"),
    ("Zlatija (Petar) Arsić, 2. razred", "X, 2. razred"),
    ("Zlatija P. Arsić", "X"),
    ("2. Zlatija Arsić", "2. X"),
    ("Ana Ilić, Zlatija Arsić, Jovan Petrović", "Ana Ilić, X, Jovan Petrović"),
    ("Da li je Zlatiji Arsić potreban prevoz?", "Da li je X potreban prevoz?"),
    ("Kako je Zlatija iz porodice Arsić?", "Kako je X iz porodice X?"),
    ("Zlatija Arsić dolazi. Zlatija voli školu.", "X dolazi. X voli školu."),
    ("(Zlatija Arsić)", "(X)"),
    ("ana_ilic zlatija_arsic", "ana_ilic X"),
]
NOT_HERS = [
    "",
    "Zlatija",
    "Arsić",
    "Zlatija Ilić",
    "Jovan Arsić",
    "Zlatija, Jovan, Ana",
    "Jovan Arsić, Zlatija Ilić",
    "Jovan Arsić i Zlatija Ilić",
    "Jovan Arsić / Zlatija Ilić",
    "Jovan Arsić – Zlatija Ilić",
    "Dolazi Jovan Arsić. Zlatija Ilić ne dolazi.",
    "Ana (Zlatija) Arsić",
    "jovan_arsic zlatija_ilic",
    "Zlatija\nArsić\nJovan",
    "zlatna arsenal",
    "erased_1",
]


@pytest.mark.parametrize(("text", "without"), HERS)
def test_her_full_name_is_found(text: str, without: str) -> None:
    assert whom().names_her(text)
    assert whom().covered(text, "X") == without


@pytest.mark.parametrize("text", NOT_HERS)
def test_one_name_alone_is_nobodys(text: str) -> None:
    assert not whom().names_her(text)
    assert whom().covered(text, "X") == text


def test_a_sister_with_a_longer_name_who_stays_keeps_hers() -> None:
    sisters = "Marija Arsić, Marijana Arsić"
    assert whom("Marija", stays="Marijana Arsić").covered(sisters, "X") == "X, Marijana Arsić"


def test_a_person_of_one_name_is_not_looked_for() -> None:
    assert not whom("Zlatija", "").can_be_found
    assert whom("Zlatija", "").covered("Zlatija Arsić", "X") == "Zlatija Arsić"


def test_a_number_of_a_document_is_found_however_it_is_written() -> None:
    found = whom(numbers=("0102980715023", "123"))
    assert found.covered("JMBG 010298-0715023 ili 123", "X") == "JMBG X ili 123"
    assert found.covered("90102980715023", "X") == "90102980715023"
    assert FullNames(Names(), frozenset({"AB1234567"})).covered("АВ 1234567", "X") == "X"
