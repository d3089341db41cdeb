"""Filling a paper from a case: plain values in, paragraphs out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from khetane.cases.papers.reading import GAPS, Paper
from khetane.core.definitions import Words

LINE = "____________________"  # what is not known is written by hand
ENCLOSED = {"en": "Enclosed", "sr": "Прилози", "mk": "Прилози"}
DONE_AT = {"en": "{place}, {day}", "sr": "{place}, дана {day}", "mk": "{place}, на {day}"}
DRAFT = {
    "en": "Draft, filled from the case: to be read by a lawyer before it is signed.",
    "sr": "Нацрт, попуњен из предмета: пре потписивања мора га прочитати правник.",
    "mk": "Нацрт, пополнет од предметот: пред потпишување мора да го прочита правник.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case, in the language and script of the paper; what is empty is not known."""

    texts: Mapping[str, str]  # by the names of gaps
    enclosed: Sequence[str]
    place: str
    on: date


@dataclass(frozen=True, slots=True)
class Filled:
    """A paper as it is set: language, lines and paragraphs."""

    lang: str
    to: str
    title: str
    body: tuple[str, ...]
    enclosed_title: str
    enclosed: tuple[str, ...]
    place: str
    signature: str
    draft: str


def day(value: date) -> str:
    """A day as papers of the region write it: 15. 1. 2026."""
    return f"{value.day}. {value.month}. {value.year}."


def fill(paper: Paper, facts: Facts, say: Callable[[Words], str], lang: str) -> Filled:
    """The paper in the language of `say`, with a line for whatever is not known; `lang` is that language's tag."""
    known = {gap: facts.texts.get(gap) or LINE for gap in GAPS}
    return Filled(
        lang=lang,
        to=say(paper.to).format_map(known),
        title=say(paper.title).format_map(known),
        body=tuple(say(words).format_map(known) for words in paper.body),
        enclosed_title=say(ENCLOSED) if paper.encloses and facts.enclosed else "",
        enclosed=tuple(facts.enclosed) if paper.encloses else (),
        place=say(DONE_AT).format(place=facts.place or LINE, day=day(facts.on)),
        signature=known["person"] if paper.signed_by == "client" else known["attorney"],
        draft=say(DRAFT),
    )
