"""The keys under which a person is stored and looked for: short strings compared for equality.

A key joins two names wherever it can, because one common surname is shared by one person in twenty
and a key that fetches them all is no help. A pair of names has no order: people type either first.
The years of birth stand beside each key: a `Lookup` may ask only for those born about a year. Keys that very many
share hold the year of birth themselves.

kind  holds                                             finds
`=`   both folds                                        the same name in another script or spelling
`~`   both sound classes                                a name misheard, vowels and voicing wrong
`%`   one sound class, two of the first three of other  one mistyped letter in one of the names
`^`   one sound class, first letter of the other        the second name being typed, or wrong further on
`1`   one skeleton                                      one name alone
`2`   first two letters of one skeleton                 one name being typed, or wrong further on
`s`   one skeleton, birth year                          one name and the year, the other name unknown
`i`   first two letters of one class, first of other,   both names wrong further on
      birth year
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple, TypeVar

from khetane.engine.linkage.names import joined
from khetane.engine.linkage.query import Query, parse
from khetane.engine.linkage.word import Word, words_of

MAX_PERSON_KEYS = 24
MAX_LOOKUPS = 40
# How many words of a name count: more are rare and would push out the keys of the first.
GIVEN_WORDS, FAMILY_WORDS, PARENT_WORDS, QUERY_WORDS = 2, 2, 1, 4
# Years of which the score says the same (`score.YEAR_BITS`) begin beyond these.
FAR = 4

Item = TypeVar("Item")


class Lookup(NamedTuple):
    """A key to look up; with `off`, not among those born more years off the year asked for."""

    key: str
    off: int | None = None


def keyed_names(given: str, family: str, parent: str = "", birth_year: int | None = None) -> dict[str, str]:
    """The keys to store for a person, each with the names to score who stands under it by (`names.joined`).

    At most `MAX_PERSON_KEYS`, the most telling kinds first; without a name there are none. Stored again whenever a
    name or the birth year changes. The parent's name stands only beside the keys it is part of: beside the others namesakes share one text.
    """
    givens, families = words_of(given)[:GIVEN_WORDS], words_of(family)[:FAMILY_WORDS]
    keyed = dict.fromkeys(
        first(MAX_PERSON_KEYS, stored_keys(givens, families, birth_year)), joined(given, family)
    )
    if parent and len(keyed) < MAX_PERSON_KEYS:
        with_parent = joined(given, family, parent)
        for key in parents_keys(words_of(parent)[:PARENT_WORDS], families):
            if len(keyed) < MAX_PERSON_KEYS:
                keyed.setdefault(key, with_parent)
    return keyed


def lookups(query: Query | str, known: Collection[str] = ()) -> list[Lookup]:
    """What to look up for what was typed: at most `MAX_LOOKUPS`, rare kinds first.

    Every key may be cut off at a limit, since who is meant stands under several. The last word counts as unfinished too.
    `known` are folds of words that name something else, such as a settlement: they may be names as well, finished and
    without a slip.
    """
    asked = parse(query) if isinstance(query, str) else query
    return first(MAX_LOOKUPS, asked_keys(asked, known))


def first(limit: int, items: Iterable[Item]) -> list[Item]:
    return list(islice(dict.fromkeys(items), limit))


def stored_keys(givens: list[Word], families: list[Word], birth_year: int | None) -> list[str]:
    """A list, not an iterator: with a million persons the steps of iterators are most of the time."""
    pairs = list(product(givens, families))
    keys = [exact_pair(*pair) for pair in pairs[:1]]
    for pair in pairs:
        keys += class_pairs(*pair)
    for one, other in pairs[:1]:
        keys += [*slips(one, other), *slips(other, one), initials(one, other), initials(other, one)]
    for name in givens + families:
        keys += ["1" + skeleton for skeleton in name.skeletons]
    for name in givens[:1] + families[:1]:
        keys += beginnings(name)
    if birth_year is not None:
        keys += [dated_name(name, birth_year) for name in givens[:1] + families[:1]]
        for one, other in pairs[:1]:
            keys += dated_beginnings(one, other, birth_year)
    return keys


def parents_keys(parents: list[Word], families: list[Word]) -> Iterator[str]:
    for one, other in product(parents, families[:1]):
        yield from class_pairs(one, other)


def asked_keys(query: Query, known: Collection[str]) -> Iterator[Lookup]:
    """With a year, keys that hold it too; and those of which many are known by a slip are not looked up whole."""
    words, year = query.words[:QUERY_WORDS], query.birth_year
    pairs = list(combinations(words, 2))
    near = None if year is None else FAR
    for one, other in pairs:
        yield Lookup(exact_pair(one, other))
    for pair in pairs:
        yield from map(Lookup, class_pairs(*pair))
    for pair in pairs:
        for whole, slipped in (pair, pair[::-1]):
            if slipped.fold not in known:
                yield from (Lookup(key, near) for key in slips(whole, slipped))
    if year is not None:
        yield from map(Lookup, dated_keys(words, pairs, year))
    # Of two letters heard, `%` is enough.
    if query.typing and len(words[-1].classes[0]) == 1 and words[-1].fold not in known:
        yield from (Lookup(initials(word, words[-1]), near) for word in words[:-1])
    if len(words) == 1:
        yield from (Lookup("1" + skeleton) for skeleton in words[0].skeletons)
        yield from map(Lookup, beginnings(words[0]))


def dated_keys(words: Sequence[Word], pairs: Iterable[tuple[Word, Word]], year: int) -> Iterator[str]:
    """Of those born in the very year; by one name alone also in the years beside it."""
    for asked in (year, year - 1, year + 1) if len(words) == 1 else (year,):
        yield from (dated_name(word, asked) for word in words)
    for one, other in pairs:
        yield from dated_beginnings(one, other, year)


def exact_pair(one: Word, other: Word) -> str:
    return "=" + unordered(one.fold, other.fold)


def class_pairs(one: Word, other: Word) -> list[str]:
    return ["~" + unordered(*pair) for pair in product(one.classes, other.classes)]


def slips(whole: Word, slipped: Word) -> list[str]:
    return [f"%{whole.classes[0]}|{rest}" for rest in slipped.twos]


def initials(whole: Word, begun: Word) -> str:
    return f"^{whole.classes[0]}|{begun.classes[0][:1]}"


def dated_name(word: Word, year: int) -> str:
    return f"s{word.skeletons[0]}|{year}"


def dated_beginnings(one: Word, other: Word, year: int) -> list[str]:
    return [f"i{a.classes[0][:2]}|{b.classes[0][:1]}|{year}" for a, b in ((one, other), (other, one))]


def beginnings(word: Word) -> list[str]:
    return ["2" + skeleton[:2] for skeleton in word.skeletons if len(skeleton) > 1]


def unordered(one: str, other: str) -> str:
    return f"{one}|{other}" if one <= other else f"{other}|{one}"
