"""A problem as data: a code that stays, an English sentence with gaps, and what fills the gaps.

Code without a web framework says what is wrong with these; the web layer translates the
sentence before the gaps are filled. Catalogues of sentences stand beside the code that uses them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark `text` for the translation catalogue without translating it here."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what happened, to what, and what to do next."""

    code: str
    sentence: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return self.translated(gettext_noop)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The message in the language of `gettext`."""
        return gettext(self.sentence).format(**self.values)


@dataclass(frozen=True, slots=True)
class Sentence:
    """An entry of a catalogue of problems."""

    code: str
    text: str

    def about(self, **values: str | int) -> Problem:
        return Problem(self.code, self.text, values)
