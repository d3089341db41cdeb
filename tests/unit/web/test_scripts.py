from __future__ import annotations

import pytest

from khetane.web.scripts import serbian_cyrillic, serbian_latin


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Џемиле из Његошеве", "Džemile iz Njegoševe"),
        ("ЉУБАВ", "LJUBAV"),
        ("КОЊ", "KONJ"),
        ("Љ", "Lj"),
        ("Нађи %(count)s <strong>{name}</strong> 100%", "Nađi %(count)s <strong>{name}</strong> 100%"),
        ("already Latin, çë", "already Latin, çë"),
    ],
)
def test_cyrillic_is_written_in_latin_and_the_rest_is_left(cyrillic: str, latin: str) -> None:
    assert serbian_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Đorđe iz Ljiga", "Ђорђе из Љига"),
        ("Džep 3", "Џеп 3"),
        ("Xhemile Durrës", "Xhemile Durrës"),
        ("Већ ћирилица", "Већ ћирилица"),
    ],
)
def test_latin_is_written_in_cyrillic_and_words_of_other_languages_are_left(
    latin: str, cyrillic: str
) -> None:
    assert serbian_cyrillic(latin) == cyrillic
