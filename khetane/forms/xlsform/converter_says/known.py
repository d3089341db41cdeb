"""A message of the converter that has a sentence of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from khetane.core.problems import Sentence


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence, and the messages for which it stands.

    The gaps of the sentence are groups of the patterns; groups `sheet` and `below` (rows counted from 0 below the
    header) say the place. For messages that name none: `sheet`, and `finds`, a column and the word in it (or a
    group) by which one row is known.
    """

    sentence: Sentence
    patterns: tuple[re.Pattern[str], ...]
    sheet: str | None
    finds: tuple[str, str] | None

    def match(self, message: str) -> dict[str, str] | None:
        """What the message fills the gaps with; None when it is another message."""
        found = next((found for one in self.patterns if (found := one.match(message))), None)
        return found and {name: text or "" for name, text in found.groupdict().items()}


def known(
    sentence: Sentence, *patterns: str, sheet: str | None = None, finds: tuple[str, str] | None = None
) -> Known:
    return Known(sentence, tuple(re.compile(one, re.DOTALL) for one in patterns), sheet, finds)
