from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from khetane.web.catalogue_rules import both_ways, problems

PLURAL = ("%(count)s household", "%(count)s households")


def catalogue(**strings: str) -> Catalog:
    made = Catalog(locale="sr")
    for source, translation in strings.items():
        made.add(source, translation)
    return made


def found(*sources: str) -> Catalog:
    template = Catalog()
    for source in sources:
        template.add(source, locations=[("a.html", 1)])
    return template


def test_a_whole_catalogue_has_no_problems() -> None:
    assert list(problems("sr", catalogue(Save="Сачувај"), found("Save"))) == []


def test_a_missing_string_is_named_with_its_place() -> None:
    assert list(problems("sr", catalogue(), found("Save"))) == [
        "sr: “Save” (a.html) has no translation. Add it to the catalogue."
    ]


def test_an_empty_translation_is_missing() -> None:
    assert len(list(problems("sr", catalogue(Save=""), found("Save")))) == 1


def test_a_string_no_longer_in_the_code_is_named() -> None:
    (problem,) = problems("sr", catalogue(Save="Сачувај"), found())
    assert "no longer in use" in problem


def test_a_translation_in_latin_letters_is_refused() -> None:
    (problem,) = problems("sr", catalogue(Save="Sačuvaj"), found("Save"))
    assert "not in Cyrillic" in problem


@pytest.mark.parametrize(
    ("translation", "mixed"),
    [
        ("Aутентикатор код", "Aутентикатор"),
        ("Адреса e-поште", "e-поште"),
        ("сè", "сè"),
        ("QR-код од %(name)s", ""),
    ],
)
def test_a_word_of_two_scripts_is_refused(translation: str, mixed: str) -> None:
    source = "Code of %(name)s" if "%(name)s" in translation else "Code"
    told = list(problems("mk", catalogue(**{source: translation}), found(source)))
    assert [f"“{mixed}” has letters of two scripts" in one for one in told] == ([True] if mixed else [])


def test_names_need_no_translation() -> None:
    assert list(problems("sr", catalogue(XLSForm="XLSForm"), found("XLSForm"))) == []


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("%(name)s is here", "%(ime)s је овде"),
        ("{name} is here", "Овде је"),
        ("Row %s", "Ред"),
        ("Read <a>this</a>", "Прочитај ово"),
    ],
)
def test_lost_placeholders_and_markup_are_refused(source: str, translation: str) -> None:
    (problem,) = problems("sr", catalogue(**{source: translation}), found(source))
    assert "placeholders or markup" in problem


def test_every_plural_form_is_needed() -> None:
    template, stored = Catalog(), Catalog(locale="sr")
    template.add(PLURAL, locations=[("a.py", 1)])
    stored.add(PLURAL, ("%(count)s домаћинство", "%(count)s домаћинства", ""))
    assert len(list(problems("sr", stored, template))) == 1
    stored[PLURAL].string = ("%(count)s домаћинство", "%(count)s домаћинства", "%(count)s домаћинстава")
    assert list(problems("sr", stored, template)) == []


def test_a_string_is_used_alone_or_with_a_plural_but_not_both_ways() -> None:
    counted = ("household", "households")
    assert both_ways([("household", None), (counted, "a figure"), (PLURAL, None)]) == []
    (problem,) = both_ways([("household", None), (counted, None)])
    assert "“household”" in problem
