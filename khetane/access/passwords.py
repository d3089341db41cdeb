"""A password that is hard to guess, not one of many signs: length alone lets `123456789012` through."""

from __future__ import annotations

import re

import cyrtranslit
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unidecode import unidecode
from zxcvbn import zxcvbn

from khetane.access.models import Account

GUESSES = 10.0  # the power of ten of the guesses it must withstand, by zxcvbn's own count
LONGEST = 72  # zxcvbn reads no more; what stands before must do
# Words that whoever guesses here tries first, beside zxcvbn's own lists, which are English.
TRIED_FIRST = (
    "khetane", "roma", "romi", "romski", "lozinka", "sifra", "zajedno", "tim", "mobilnitim", "opstina", "srbija",
    "beograd", "nis", "makedonija", "skopje", "kosovo", "pristina", "sarajevo", "podgorica", "tirana", "partizan",
    "zvezda", "ljubav", "dobrodosli", "administrator", "koordinator", "medijator",
)  # fmt: skip


class HardToGuess:
    """Refuses what is guessed soon: common words, rows and repeated signs, dates, the account's own name and address."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError when it is easy to guess, in Cyrillic as in Latin letters, with their marks or without."""
        known = [*TRIED_FIRST, *own_words(user)]
        latin = cyrtranslit.to_latin(password, "sr")
        if any(guesses(text, known) < GUESSES for text in {password, latin, unidecode(latin)}):
            raise ValidationError(
                _(
                    "This password is easy to guess: it holds a common word, a row of signs, a date or your name. Take "
                    "several words that do not belong together."
                ),
                code="password_easy_to_guess",
            )

    def get_help_text(self) -> str:
        return _("Several words that do not belong together; no rows of signs, no names.")


def guesses(password: str, known: list[str]) -> float:
    """The power of ten of the guesses that find it, where the words of `known` are tried first."""
    return float(zxcvbn(password[:LONGEST], user_inputs=known)["guesses_log10"])


def own_words(account: Account | None) -> list[str]:
    """What an account is called, whole and in parts, with the marks of its letters and without."""
    if account is None:
        return []
    whole = [account.email, account.email.partition("@")[0], account.name]
    parts = [part for text in whole for part in re.split(r"\W+|_", text)]
    words = {word.lower() for word in (*whole, *parts) if len(word) > 2}
    return [*words, *map(unidecode, words)]
