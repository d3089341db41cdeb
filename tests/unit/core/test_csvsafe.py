from __future__ import annotations

from decimal import Decimal

import pytest

from khetane.core.csvsafe import safe_cell, safe_row


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+381641234567",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "-",
        "-1.5.2",
        "-1e5",
        "--1",
    ],
)
def test_text_that_starts_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "value", ["-5", "-5.25", "5", "Ђурић", "", "a=b", " =1", None, -5, -1.5, Decimal("-2.50")]
)
def test_numbers_and_harmless_values_are_unchanged(value: object) -> None:
    assert safe_cell(value) is value


def test_a_row_is_made_safe_cell_by_cell() -> None:
    assert safe_row(["=A1", -1, "x"]) == ["'=A1", -1, "x"]
