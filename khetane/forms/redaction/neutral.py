"""What stands in the place of an erased person's name where a form needs a value: `erased_1`. Pure.

One table for all versions of a form, so that a value is the same in each, and in what was answered with it.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize
from urllib.parse import unquote

from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.naming import MARKS

NEUTRAL = re.compile(r"\berased_(\d{1,9})\b")
TOKEN = re.compile(rf"[\w.\-{MARKS}]+")
QUOTED = re.compile(r"""(['"])([^'"]*)\1""")
_FILE = re.compile(r"(\s*jr://\S+/)([^/]+?)(\s*)")


def file_called(name: str) -> str:
    """The name of a file as it is meant: phones and browsers write `š` in one sign or two, or as `%C5%A1`."""
    return normalize("NFC", unquote(name.strip()))


@dataclass(slots=True)
class Neutral:
    """Neutral values by those they stand for. `taken` are the numbers that the form uses already.

    `names` name her wherever they stand; a `code` does so in the list of choices where it was hers, and in answers.
    """

    whom: FullNames
    taken: set[int] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def beside(cls, whom: FullNames, texts: Iterable[str]) -> Neutral:
        """Numbers that none of the texts uses."""
        return cls(whom, {int(found) for text in texts for found in NEUTRAL.findall(text)})

    def identifier(self, text: str) -> str:
        """A value, or the name of a node or file: what names her in it is neutral afterwards."""
        bare = text.strip()
        if " " in bare and self.whom.is_all(bare):
            return self._of(bare, self.names)
        plain = self._words(text)
        return self._of(bare, self.names) if self.whom.names_her(plain) else plain

    def filename(self, name: str) -> str:
        """The name of a file, however it is written: neutral where it names her, with the ending by which its kind is known."""
        stem, ending = os.path.splitext(file_called(name))
        return self._of(stem, self.names) + ending if self.whom.names_her(stem) else self.identifier(name)

    def code(self, text: str) -> str:
        """The value of a choice that is hers: neutral where any part of it is a name of hers."""
        neutral = self.identifier(text)
        if neutral != text or not self.whom.holds_a_name(text):
            return neutral
        return self._of(text.strip(), self.codes)

    def expression(self, text: str, word: str) -> str:
        """A formula, or any other text that a machine reads: known values first, then her name in words."""
        if file := _FILE.fullmatch(text):
            return file[1] + self.filename(file[2]) + file[3]
        for value in sorted(self.names, key=len, reverse=True):
            if not TOKEN.fullmatch(value):
                text = text.replace(value, self.names[value])
        quoted = QUOTED.sub(lambda found: found[1] + self.codes.get(found[2], found[2]) + found[1], text)
        return self.whom.covered(self._words(quoted), word)

    def answer(self, text: str) -> str:
        """An answer, one value or several with blanks between."""
        known = {**self.names, **self.codes}
        if text.strip() in known:
            return known[text.strip()]
        return " ".join(known.get(one, one) for one in text.split(" "))

    def _words(self, text: str) -> str:
        return TOKEN.sub(lambda found: self._word(found[0]), text)

    def _word(self, token: str) -> str:
        """A file keeps the ending by which its kind is known."""
        stem, ending = os.path.splitext(token)
        if ending and self.whom.names_her(stem):
            return self._of(stem, self.names) + ending
        return self._of(token, self.names) if self.whom.names_her(token) else token

    def _of(self, value: str, known: dict[str, str]) -> str:
        if value not in known:
            number = max(self.taken, default=0) + 1
            self.taken.add(number)
            known[value] = f"erased_{number}"
        return known[value]
