"""Short codes for a household's printed card: read aloud, written by hand, typed in either script.

Eight characters, `K7M4-9RX2` in shape, the last one checking the rest. The alphabet has 23 characters,
a prime: with a different weight at every place, a weighted sum of zero modulo 23 breaks on every single
wrong character and on every swap of two characters. Left out are 0 O Q D, 1 I L, B 8-like, S 5-like, Z
2-like, and letters that a Cyrillic reader knows as another one: P (Р), H (Н), U.
"""

from __future__ import annotations

from typing import Protocol

ALPHABET = "23456789ACEFGJKMNRTVXYW"
LENGTH = 8
HALF = LENGTH // 2
# What people write for a character of the alphabet: look-alikes first, then the Cyrillic letter of
# the same shape or the same sound. No letter stands here twice, so nothing is guessed.
LOOK_ALIKES = str.maketrans(
    "BSZUАВГЕЗЈКМНРСТУФХЦ",
    "852VAVGE3JKMNRCTYFXC",
)


class Choosing(Protocol):
    """What is needed of a source of chance: `secrets.SystemRandom()`, or `random.Random(seed)` in tests."""

    def choice(self, characters: str, /) -> str: ...


def new_household_code(random: Choosing) -> str:
    """A code not seen before with overwhelming likelihood (23⁷); the caller's unique key makes sure.

    Always with a digit in it, so that a search can tell it from a name.
    """
    while True:
        body = "".join(random.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = body + check_character(body)
        if any(character.isdigit() for character in code):
            return f"{code[:HALF]}-{code[HALF:]}"


def normalise(typed: str) -> str:
    """`typed` as such a code is stored, `XXXX-XXXX`, forgiving case, blanks, dashes and look-alikes.

    Does not check it: what cannot be a code comes back in capitals, for `check` to refuse.
    """
    kept = "".join(character for character in typed.upper() if character.isalnum())
    code = kept.translate(LOOK_ALIKES)
    return f"{code[:HALF]}-{code[HALF:]}" if len(code) > HALF else code


def misread(typed: str) -> bool:
    """Whether `typed` has the shape of a code, a digit among its signs, and its check character does not fit."""
    code = normalise(typed)
    signs = code.replace("-", "")
    shaped = len(signs) == LENGTH and len(typed.split()) <= 2 and any(sign.isdigit() for sign in typed)
    return shaped and all(sign in ALPHABET for sign in signs) and not check(code)


def check(code: str) -> bool:
    """Whether `code`, however typed, is a complete code whose check character fits."""
    characters = normalise(code).replace("-", "")
    return (
        len(characters) == LENGTH
        and all(character in ALPHABET for character in characters)
        and weighted_sum(characters) == 0
    )


def check_character(body: str) -> str:
    return ALPHABET[-weighted_sum(body) % len(ALPHABET)]


def weighted_sum(characters: str) -> int:
    """Weights 8 … 1 from the left: all different and none a multiple of 23."""
    weights = range(LENGTH, 0, -1)
    values = (ALPHABET.index(character) for character in characters)
    return sum(weight * value for weight, value in zip(weights, values, strict=False)) % len(ALPHABET)
