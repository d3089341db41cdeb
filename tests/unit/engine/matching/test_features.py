from __future__ import annotations

import pytest

from khetane.engine.matching.features import Birth, birth_of, document_of, features, name_of
from khetane.engine.matching.table import Row


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1980-03-12", Birth("19800312", 1980, 3)),
        ("12.3.1980.", Birth("19800312", 1980, 3)),
        ("12. 03. 1980", Birth("19800312", 1980, 3)),
        ("12/03/1980", Birth("19800312", 1980, 3)),
        ("19800312", Birth("19800312", 1980, 3)),
        ("1980-03-12T00:00:00", Birth("19800312", 1980, 3)),
        ("1980-03", Birth(None, 1980, 3)),
        ("1980", Birth(None, 1980)),
        ("", Birth()),
        ("непознато", Birth()),
        ("1999-13-45", Birth("19991345", bad=True)),
        ("0080-03-12", Birth("00800312", bad=True)),
        ("2980", Birth(bad=True)),
        ("in spring", Birth(bad=True)),
    ],
)
def test_a_birth_is_read_as_far_as_it_is_known(written: str, read: Birth) -> None:
    assert birth_of(written) == read


def test_one_person_in_two_scripts_has_the_same_features() -> None:
    cyrillic = Row(2, "1", "Драгана", "Ђорђевић", "12.3.1980.", "ж", "Ромска 5", "Орловско насеље", "12-34 5")
    latin = Row(3, "2", "Dragana", "Djordjević", "1980-03-12", "F", "Romska 5", "Orlovsko Naselje", "12345")
    assert features(cyrillic) == features(latin)


def test_letters_of_no_alphabet_of_ours_are_kept_apart() -> None:
    assert name_of("李明").whole != name_of("王芳").whole


@pytest.mark.parametrize("nothing", ["", "none", "NA", "непознато", "-"])
def test_words_for_nothing_are_no_name_and_no_document(nothing: str) -> None:
    assert name_of(nothing).whole is None
    assert document_of(nothing) is None
