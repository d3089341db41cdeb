"""The code by which whoever wrote a grievance follows it: read aloud, written by hand, typed in either script.

Twelve characters, `K7M4-9PX2-AF3R` in shape, of the alphabet of household codes, the last one checking the rest: every
wrong character and every swap of two breaks a weighted sum modulo 23. The eleven others are 49 bits of chance.
"""

from __future__ import annotations

import hashlib

from khetane.core.codes import ALPHABET, LOOK_ALIKES

LENGTH, GROUP = 12, 4


def code_of(secret: bytes) -> str:
    """The code that belongs to a secret of 32 bytes: the same for the same, told by nothing else."""
    number = int.from_bytes(hashlib.sha512(secret).digest(), "big")
    body = ""
    for _ in range(LENGTH - 1):
        number, place = divmod(number, len(ALPHABET))
        body += ALPHABET[place]
    return grouped(body + ALPHABET[-_sum(body) % len(ALPHABET)])


def normalise(typed: str) -> str:
    """`typed` as a code is written, forgiving case, blanks, dashes and look-alikes; does not check it."""
    return grouped("".join(filter(str.isalnum, typed.upper())).translate(LOOK_ALIKES))


def check(typed: str) -> bool:
    """Whether `typed` is a whole code whose check character fits."""
    signs = normalise(typed).replace("-", "")
    return len(signs) == LENGTH and all(sign in ALPHABET for sign in signs) and _sum(signs) == 0


def grouped(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def _sum(signs: str) -> int:
    """Weights 12 … 1 from the left: all different, none a multiple of 23."""
    values = enumerate(map(ALPHABET.index, signs))
    return sum((LENGTH - place) * value for place, value in values) % len(ALPHABET)
