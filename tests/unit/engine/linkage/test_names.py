from __future__ import annotations

import pytest

from khetane.engine.linkage.names import FAMILY, GIVEN, PARENT, joined, names_of


@pytest.mark.parametrize(
    ("given", "family"), [("Џемиле", "Ђурић"), ("DŽEMILE", "Đurić"), (" Džemile ", "đurić.")]
)
def test_the_text_of_a_name_does_not_depend_on_the_script(given: str, family: str) -> None:
    assert joined(given, family) == "džemile|đurić"


def test_the_words_come_back_with_their_roles() -> None:
    found = names_of(joined("Ana Jelena", "Marković-Đurić", "Milan"))
    assert [(role, word.letters) for role, word in found] == [
        (GIVEN, "ana"), (GIVEN, "jelena"), (FAMILY, "marković"), (FAMILY, "đurić"), (PARENT, "milan"),
    ]  # fmt: skip


@pytest.mark.parametrize("names", [("", "", ""), ("H", "", ""), ("|", " ", "|")])
def test_names_without_a_sound_are_no_words(names: tuple[str, str, str]) -> None:
    assert names_of(joined(*names)) == ()


def test_a_missing_given_name_leaves_the_family_name_its_role() -> None:
    ((role, word),) = names_of(joined("", "Berisha"))
    assert (role, word.letters) == (FAMILY, "berisha")
