"""Designation notes of the places a page names: collected while it renders, shown at its foot."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    mark: str
    text: str


@dataclass(slots=True)
class Notes:
    """The notes of one page, each once, with the mark that points to it."""

    texts: list[str] = field(default_factory=list)

    def mark(self, text: str) -> str:
        if text not in self.texts:
            self.texts.append(text)
        return "*" * (self.texts.index(text) + 1)

    @property
    def listed(self) -> list[Note]:
        return [Note(self.mark(text), text) for text in self.texts]


def bare(name: str) -> str:
    """The name without a mark of its own, so that it is not marked twice."""
    return name.rstrip().rstrip("*").rstrip()
