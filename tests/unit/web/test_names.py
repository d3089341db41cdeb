"""Which of its names a place, a unit and a form show, in which script."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from khetane.web.names import demonstration_label, form_title, place_label, unit_label, worded


def place(name: str, economy: str = "rs", **names: str) -> Any:
    """A place with names by language; `sr_Cyrl` stands for sr-Cyrl."""
    listed = [SimpleNamespace(language=tag.replace("_", "-"), name=text) for tag, text in names.items()]
    return SimpleNamespace(name=name, path=f"see.{economy}.x", names=SimpleNamespace(all=lambda: listed))


@pytest.mark.parametrize(
    ("shown", "language", "written"),
    [
        (place("Šarena Lokva"), "sr", "Шарена Локва"),
        (place("Šarena Lokva"), "sr-latn", "Šarena Lokva"),
        (place("Šarena Lokva"), "en", "Šarena Lokva"),
        (place("Bjelo Polje", "me"), "sr", "Бјело Поље"),
        (place("Njivice", "ba", bs="Njivice"), "sr", "Њивице"),
        (place("Skenderaj", "xk", sq="Skenderaj", sr_Cyrl="Србица"), "sr", "Србица"),
        (place("Skenderaj", "xk", sq="Skenderaj", sr_Cyrl="Србица"), "sr-latn", "Srbica"),
        (place("Durrës", "al", sq="Durrës"), "sr", "Durrës"),
        (place("İzmir", "tr", tr="İzmir"), "sr", "İzmir"),
        (place("Tirana", "al", sq="Tirana"), "sr", "Tirana"),  # letters that Serbian has as well
        (place("Vranje", sr_Cyrl="Врање"), "mk", "Врање"),
        (place("Ćuprija", sr_Cyrl="Ћуприја"), "mk", "Ќуприја"),
        (place("South-East Europe", "", en="South-East Europe"), "en", "South-East Europe"),
    ],
)
def test_a_place_is_named_in_the_readers_script(shown: Any, language: str, written: str) -> None:
    with translation.override(language):
        assert place_label(shown) == written


def test_a_unit_without_a_name_is_called_after_its_municipality() -> None:
    home = place("Bela Palanka", sr_Cyrl="Бела Паланка")
    unit = SimpleNamespace(name="", municipality=home)
    with translation.override("en"):
        assert unit_label(unit) == "Mobile unit of Bela Palanka"
    with translation.override("sr"):
        assert unit_label(unit).endswith("Бела Паланка")


def test_a_units_own_name_is_kept_in_the_readers_script() -> None:
    unit = SimpleNamespace(name="Tim Đerdap", municipality=place("Kladovo"))
    with translation.override("sr"):
        assert unit_label(unit) == "Тим Ђердап"
    with translation.override("mk"):
        assert unit_label(unit) == "Tim Đerdap"


def test_a_form_shows_the_title_of_the_language_and_a_third_partys_stays() -> None:
    own = SimpleNamespace(title="Joint visit", titles={"sr": "Заједничка посета", "mk": "Заедничка посета"})
    wanted = {
        "en": "Joint visit",
        "sr": "Заједничка посета",
        "sr-latn": "Zajednička poseta",
        "mk": "Заедничка посета",
    }
    for language, title in wanted.items():
        with translation.override(language):
            assert form_title(own) == title
            assert form_title(SimpleNamespace(title="WASH survey", titles={})) == "WASH survey"


def test_a_version_without_titles_is_called_what_its_form_is_called_now() -> None:
    form = SimpleNamespace(title="Joint visit", titles={"sr": "Заједничка посета"})
    with translation.override("sr"):
        assert form_title(SimpleNamespace(title="Joint visit", titles={}, form=form)) == "Заједничка посета"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Health mediator, Šarena Lokva"),
        ("sr", "Здравствена медијаторка, Шарена Локва"),
        ("sr-latn", "Zdravstvena medijatorka, Šarena Lokva"),
        ("mk", "Ромски здравствен медијатор, Шарена Локва"),
    ],
)
def test_an_account_of_the_demonstration_is_called_by_its_role_in_the_readers_language(
    language: str, written: str
) -> None:
    with translation.override(language):
        assert demonstration_label("Health mediator, Šarena Lokva") == written


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Law"), ("sr", "Закон"), ("sr-latn", "Zakon"), ("mk", "Законот")]
)
def test_a_text_of_a_definition_is_said_in_the_readers_language(language: str, said: str) -> None:
    with translation.override(language):
        assert worded({"en": "Law", "sr": "Закон", "mk": "Законот"}) == said
        assert worded({}) == ""
