"""What is guessed soon is refused, in every script; what people can remember and nobody guesses passes."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from khetane.access.models import Account

HER = Account(email="milica.izmisljena@opstina.example.org", name="Milica Izmišljena")


@pytest.mark.parametrize(
    "password",
    [
        "123456789012", "987654321098", "aaaaaaaaaaaaaaaa", "qwertyuiop12", "abcdefghijklmn", "passwordpassword",
        "khetanekhetane", "khetane khetane", "lozinka123456", "лозинка123456", "milicaizmisljena", "Milica.Izmisljena1",
        "opstina.example", "19800203198002", "Романи", "short words", "администраторкоординатор",
        "dobrodošliadministrator", "izmisljena7777777777", "милицаизмишљена77777777",
    ],
)  # fmt: skip
def test_easy_ones_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, HER)


@pytest.mark.parametrize(
    "password",
    [
        "several words in a row 9",
        "jedna vrana pije hladan čaj",
        "осам плавих кишобрана спава",
        "kF7_wq-2zLm0Tb",
    ],
)
def test_good_ones_pass(password: str) -> None:
    validate_password(password, HER)


def test_a_very_long_one_is_judged_too() -> None:
    validate_password("sedam mirnih oblaka nosi kofer preko mosta " * 10, HER)
