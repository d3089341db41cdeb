from __future__ import annotations

import pytest

from khetane.engine.linkage.names import joined


@pytest.mark.parametrize(
    ("given", "family"), [("Џемиле", "Ђурић"), ("DŽEMILE", "Đurić"), (" Džemile ", "đurić.")]
)
def test_the_text_of_a_name_does_not_depend_on_the_script(given: str, family: str) -> None:
    assert joined(given, family) == "džemile|đurić"


def test_roles_and_words_stand_in_their_order() -> None:
    assert joined("Ana Jelena", "Marković-Đurić", "Milan") == "ana jelena|marković đurić|milan"


def test_a_missing_given_name_leaves_the_family_name_its_role() -> None:
    assert joined("", "Berisha") == "|berisha"
