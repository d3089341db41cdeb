from __future__ import annotations

import pytest

from khetane.web import theme

STEPS = {(name, step): value for name, step, value in theme.scheme()}
BACKGROUNDS = [
    value
    for (_, step), value in STEPS.items()
    if step in ("background-default", "background-tinted", "surface-default", "surface-tinted")
]


@pytest.mark.parametrize("name", theme.BASES)
def test_text_is_readable_on_every_background(name: str) -> None:
    for background in BACKGROUNDS:
        assert theme.contrast(STEPS[name, "text-subtle"], background) >= 4.5
        assert theme.contrast(STEPS[name, "text-default"], background) >= 7


@pytest.mark.parametrize("name", theme.BASES)
@pytest.mark.parametrize("step", ["base-default", "base-hover", "base-active"])
def test_words_on_a_button_are_readable(name: str, step: str) -> None:
    for words in ("base-contrast-default", "base-contrast-subtle"):
        assert theme.contrast(STEPS[name, step], STEPS[name, words]) >= 4.5


@pytest.mark.parametrize("name", theme.BASES)
def test_borders_that_carry_meaning_are_visible(name: str) -> None:
    for background in BACKGROUNDS:
        assert theme.contrast(STEPS[name, "border-default"], background) >= 3


def test_contrast_is_the_published_measure() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("base", theme.BASES.values())
def test_a_colour_survives_the_way_to_oklch_and_back(base: str) -> None:
    assert theme.to_hex(theme.from_oklch(*theme.to_oklch(theme.from_hex(base)))) == base
