"""Finding an erased person in what a form says, by her full name. Pure: names in, spans of text out.

A form lists many people, and most of them share a name with somebody. So one name alone is nobody's here: a given
and a family name of hers must stand together. "Together" is decided as a reader would (docs/adr/0760):

- side by side, in either order, or with one word between (a parent's name, an initial): "Zlatija Petra Arsić",
  `arsic_zlatija`, "ZlatijaArsić"; what stands in brackets between is passed over, and a name in brackets beside another
  person's ("Ana (Zlatija) Arsić", a daughter by her mother's name) is not hers;
- the only two words of a text, whatever stands between them: "Arsić, Zlatija";
- in one stretch of a sentence, where only words in small letters stand between: "Zlatija from the Arsić family".

A comma and other signs that part a list also part two people: "Jovan Arsić, Zlatija Ilić" is neither of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import normalize

from khetane.engine.linkage.folding import DOUBLED, sounds
from khetane.forms.redaction.naming import MARKS, SHORTEST_STEM, Names, declined, folds
from khetane.people.numbers import LOOK_ALIKES

_LETTERS = rf"(?:[^\W\d_][{MARKS}]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['’‘ʼʹ`´]{_LETTERS})*")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS_A_LIST = re.compile(r"[,;/|\\\n•·+&<>=]")
AND = frozenset({"i", "и", "a", "а", "e", "dhe", "ve", "and", "ili", "или", "or"})
_SENTENCE = re.compile(r"[.!?:]\s|\s[-–—]\s")
_INITIAL = 2  # letters: a point behind them ends no sentence
SHORTEST_NUMBER = 7  # signs: a shorter one may be any number
_LOOK_ALIKES = {
    **LOOK_ALIKES,
    **{ord(chr(sign).lower()): ord(chr(latin).lower()) for sign, latin in LOOK_ALIKES.items()},
}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word at its place; `parted` says whether a sign that parts a list, or a compound, stands before it."""

    text: str
    begin: int
    end: int
    parted: bool
    given: bool
    family: bool

    @property
    def hers(self) -> bool:
        return self.given or self.family

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


@dataclass(slots=True)
class FullNames:
    """Whom to look for: names by their sound (`Names`), and numbers of documents as `normalise` writes them."""

    names: Names
    numbers: frozenset[str] = frozenset()
    _given: dict[str, bool] = field(default_factory=dict)
    _family: dict[str, bool] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)
    _number: re.Pattern[str] | None = None
    _joined: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        pairs = [
            (given, family)
            for given in self.names.given
            for family in self.names.family
            if min(len(given), len(family)) >= SHORTEST_STEM
        ]
        joined = (one for given, family in pairs for one in (given + family, family + given))
        # As they are heard in one: of two a one, and a c with the z behind it, where neither has a mark.
        self._joined = frozenset(heard for one in joined for heard in (DOUBLED.sub(r"\1", one), sounds(one)))
        written = sorted(
            (one for one in self.numbers if len(one) >= SHORTEST_NUMBER), key=lambda one: (-len(one), one)
        )
        if written:
            spaced = "|".join(r"[\s./-]?".join(map(re.escape, one)) for one in written)
            self._number = re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])", re.IGNORECASE)

    @property
    def can_be_found(self) -> bool:
        """Whether there is anything to look for: somebody known by one name alone is not found in a form."""
        return bool(self._number or (self.names.given and self.names.family))

    def spans(self, text: str) -> list[Span]:
        """Where `text` names her, in order and apart from each other."""
        alike = text.translate(_LOOK_ALIKES)
        found = [match.span() for match in self._number.finditer(alike)] if self._number else []
        if self.names.given and self.names.family:
            for part in _parts(text):
                found += self._in_part(text, part)
        return list(_merged(sorted(found)))

    def names_her(self, text: str) -> bool:
        """Whether `text` names her."""
        if text not in self._known:
            self._known[text] = bool(self.spans(text))
        return self._known[text]

    def covered(self, text: str, word: str) -> str:
        """`text` with `word` in the place of her names."""
        parts, at = [], 0
        for begin, end in self.spans(text):
            parts += [text[at:begin], word]
            at = end
        return "".join([*parts, text[at:]])

    def is_all(self, text: str) -> bool:
        """Whether `text` says her name and nothing else."""
        rest = self.covered(text, " ")
        return rest != text and not any(sign.isalpha() for sign in rest)

    def given_alone(self, text: str) -> bool:
        """Whether a cell of a table holds a given name of hers and no other word."""
        return _all_are(text, self._is_given)

    def family_alone(self, text: str) -> bool:
        """The same for a family name."""
        return _all_are(text, self._is_family)

    def holds_a_name(self, text: str) -> bool:
        """Whether one of the words is a name of hers: of a line that is hers already, the value is that too."""
        words = [text[begin:end] for begin, end in _places(text, 0, len(text))]
        return any(self._is_given(word) or self._is_family(word) for word in words)

    def _in_part(self, text: str, part: Sequence[Span]) -> Iterator[Span]:
        words = list(self._words(text, part))
        if len(words) == 2 and _are_both(*words):
            yield words[0].begin, words[1].end
            return
        found = [span for stretch in _stretches(words) for span in self._in_stretch(stretch)]
        found += [(one.begin, one.end) for one in words if self._joined & folds(one.text)]
        yield from found
        if found:  # it is about her: a name of hers alone is hers as well
            yield from ((one.begin, one.end) for at, one in enumerate(words) if _stands_alone(words, at))

    def _in_stretch(self, words: Sequence[_Word]) -> Iterator[Span]:
        for first, second in pairwise(words):
            if _are_both(first, second):
                yield first.begin, second.end
        for first, between, second in zip(words, words[1:], words[2:], strict=False):
            if _are_both(first, second) and not between.hers and between.text.casefold() not in AND:
                yield first.begin, second.end
        for one, other in _told_of(words):
            yield one.begin, one.end
            yield other.begin, other.end

    def _words(self, text: str, part: Sequence[Span]) -> Iterator[_Word]:
        """The words of a part of `text`, which lies in some pieces of it."""
        places = [place for begin, end in part for place in _places(text, begin, end)]
        gaps = ["", *(_gap(text, part, end, begin) for (_, end), (begin, _) in pairwise(places)), ""]
        former = ""
        for at, (begin, end) in enumerate(places):
            word = text[begin:end]
            parted = at > 0 and _parts_people(former, gaps[at], gaps[at - 1], gaps[at + 1])
            yield _Word(word, begin, end, parted, self._is_given(word), self._is_family(word))
            former = word

    def _is_given(self, word: str) -> bool:
        """A declined form may be another name (Marija, Marijana): not where somebody at home is called so."""
        if word not in self._given:
            heard = folds(word)
            ending = any(declined(one, name) for one in heard for name in self.names.given)
            self._given[word] = bool(heard & self.names.given or (ending and not heard & self.names.others))
        return self._given[word]

    def _is_family(self, word: str) -> bool:
        if word not in self._family:
            heard = folds(word)
            ending = any(declined(one, name) for one in heard for name in self.names.family)
            self._family[word] = bool(heard & self.names.family) or ending
        return self._family[word]


def _parts(text: str) -> Iterator[list[Span]]:
    """What is read in one go: each pair of brackets by itself, and what stands around them."""
    brackets = [found.span() for found in _BRACKETS.finditer(text)]
    yield from ([span] for span in brackets)
    edges = [0, *(edge for span in brackets for edge in span), len(text)]
    yield [(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if begin < end]


def _places(text: str, begin: int, end: int) -> Iterator[Span]:
    """The words between two places; `ZlatijaArsić` is two."""
    for found in _WORD.finditer(text, begin, end):
        start = found.start()
        for at in range(found.start() + 1, found.end()):
            if text[at].isupper() and normalize("NFC", text[start:at])[-1:].islower():
                yield start, at
                start = at
        yield start, found.end()


def _gap(text: str, part: Sequence[Span], end: int, begin: int) -> str:
    """What stands between two words, without what is in brackets."""
    return "".join(text[max(end, a) : min(begin, b)] for a, b in part if max(end, a) < min(begin, b))


def _parts_people(former: str, gap: str, before: str, after: str) -> bool:
    """Whether the `gap` behind a word parts two people; `before` and `after` are the gaps beside it."""
    if _PARTS_A_LIST.search(gap):
        return True
    if _SENTENCE.search(gap):
        return len(former) > _INITIAL or "." not in gap
    # `ana_ilic zlatija_arsic`: two values
    return any(map(str.isspace, gap)) and "_" in before + after


def _stretches(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    stretch: list[_Word] = []
    for word in words:
        if word.parted and stretch:
            yield stretch
            stretch = []
        stretch.append(word)
    if stretch:
        yield stretch


def _are_both(one: _Word, other: _Word) -> bool:
    return (one.given and other.family) or (one.family and other.given)


def _told_of(words: Sequence[_Word]) -> Iterator[tuple[_Word, _Word]]:
    """A given and a family name in one sentence, with nothing but words in small letters between."""
    last: int | None = None
    for at, word in enumerate(words):
        if not word.capital:
            continue
        if (
            last is not None
            and _are_both(words[last], word)
            and _stands_alone(words, last)
            and _stands_alone(words, at)
        ):
            yield words[last], word
        last = at


def _stands_alone(words: Sequence[_Word], at: int) -> bool:
    """Whether a name of hers, in a text that names her in full, is not part of somebody else's name."""
    if not words[at].hers:
        return False
    before = words[at - 1] if at and not words[at].parted else None
    after = words[at + 1] if at + 1 < len(words) and not words[at + 1].parted else None
    return not any(one is not None and one.capital and not one.hers for one in (before, after))


def _all_are(text: str, named: Callable[[str], bool]) -> bool:
    words = _WORD.findall(text)
    return bool(words) and all(map(named, words))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for begin, end in spans:
        if last is not None and begin < last[1]:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = begin, end
    if last is not None:
        yield last
