"""The keys under which a person is stored and looked for: short strings compared for equality.

A key joins two names wherever it can, because one common surname is shared by one person in twenty
and a key that fetches them all is no help. A pair of names has no order: people type either first.

kind  holds                                             finds
`=`   both folds                                        the same name in another script or spelling
`y`   both sound classes, birth year                    one person among many namesakes
`~`   both sound classes                                a name misheard, vowels and voicing wrong
`%`   one sound class, two of the first three of other  one mistyped letter in one of the names
`^`   one sound class, first letter of the other        the second name being typed
`s`   one skeleton, birth year                          one name and the year, the other name unknown
`1`   one skeleton                                      one name alone
`2`   first two letters of one skeleton                 one name being typed, or wrong further on
`i`   both first letters, birth year                    both names wrong further on
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product

from khetane.engine.linkage.names import joined
from khetane.engine.linkage.query import Query, parse
from khetane.engine.linkage.word import Word, words_of

MAX_PERSON_KEYS = 24
MAX_QUERY_KEYS = 40
# How many words of a name count: more are rare and would push out the keys of the first.
GIVEN_WORDS, FAMILY_WORDS, PARENT_WORDS, QUERY_WORDS = 2, 2, 1, 4


def name_keys(
    given: str, family: str, parent: str | None = None, birth_year: int | None = None
) -> frozenset[str]:
    """The keys to store for a person: at most `MAX_PERSON_KEYS`, the most telling kinds first.

    Without a name there are none. Stored again whenever a name or the birth year changes.
    """
    return frozenset(keyed_names(given, family, parent, birth_year))


def keyed_names(
    given: str, family: str, parent: str | None = None, birth_year: int | None = None
) -> dict[str, str]:
    """The keys of `name_keys`, each with the names to score who stands under it by (`names.joined`).

    The parent's name stands only beside the keys it is part of: beside the others namesakes share one text.
    """
    givens, families = words_of(given)[:GIVEN_WORDS], words_of(family)[:FAMILY_WORDS]
    parents = words_of(parent or "")[:PARENT_WORDS]
    years = (birth_year,) if birth_year is not None else ()
    keyed = dict.fromkeys(first(MAX_PERSON_KEYS, stored_keys(givens, families, years)), joined(given, family))
    for key in parents_keys(parents, families):
        if len(keyed) < MAX_PERSON_KEYS:
            keyed.setdefault(key, joined(given, family, parent or ""))
    return keyed


def query_keys(query: Query | str) -> list[str]:
    """The keys to look up for what was typed: at most `MAX_QUERY_KEYS`, rare kinds first.

    Look up in this order and stop when there are candidates enough; every key may be cut off at a
    limit, since who is meant stands under several. The last word counts as unfinished too.
    """
    asked = parse(query) if isinstance(query, str) else query
    return first(MAX_QUERY_KEYS, asked_keys(asked))


def first(limit: int, keys: Iterable[str]) -> list[str]:
    return list(islice(dict.fromkeys(keys), limit))


def stored_keys(givens: list[Word], families: list[Word], years: tuple[int, ...]) -> Iterator[str]:
    names = givens[:1] + families[:1]
    pairs = list(product(givens, families))
    for one, other in pairs[:1]:
        yield from exact_pair(one, other)
    for one, other in pairs:
        yield from class_pairs(one, other)
        yield from dated_pairs(one, other, years)
    for one, other in pairs[:1]:
        yield from slips(one, other)
        yield from initials(one, other)
        yield from initials(other, one)
    for name in givens + families:
        yield from ("1" + skeleton for skeleton in name.skeletons)
    for name in names:
        yield from beginnings(name)
    for name in names:
        yield from dated_names(name, years)
    for one, other in pairs[:1]:
        yield from dated_initials(one, other, years)


def parents_keys(parents: list[Word], families: list[Word]) -> Iterator[str]:
    for one, other in product(parents, families[:1]):
        yield from class_pairs(one, other)


def asked_keys(query: Query) -> Iterator[str]:
    words = query.words[:QUERY_WORDS]
    pairs = list(combinations(words, 2))
    years = () if query.birth_year is None else tuple(query.birth_year + off for off in (0, -1, 1))
    for one, other in pairs:
        yield from exact_pair(one, other)
    for one, other in pairs:
        yield from dated_pairs(one, other, years)
    for word in words:
        yield from dated_names(word, years[:1])
    for one, other in pairs:
        yield from class_pairs(one, other)
    for one, other in pairs:
        yield from slips(one, other)
    for one, other in pairs:
        yield from dated_initials(one, other, years[:1])
    if query.typing:
        for word in words[:-1]:
            yield from initials(word, words[-1])
    for word in words:
        yield from dated_names(word, years[1:])
    if len(words) == 1:
        yield from ("1" + skeleton for skeleton in words[0].skeletons)
        yield from beginnings(words[0])


def exact_pair(one: Word, other: Word) -> Iterator[str]:
    yield "=" + unordered(one.fold, other.fold)


def class_pairs(one: Word, other: Word) -> Iterator[str]:
    for pair in product(one.classes, other.classes):
        yield "~" + unordered(*pair)


def dated_pairs(one: Word, other: Word, years: Iterable[int]) -> Iterator[str]:
    for year in years:
        yield f"y{unordered(one.classes[0], other.classes[0])}|{year}"


def slips(one: Word, other: Word) -> Iterator[str]:
    for whole, slipped in ((one, other), (other, one)):
        for rest in two_of_three(slipped.skeletons[0]):
            yield f"%{whole.classes[0]}|{rest}"


def initials(whole: Word, begun: Word) -> Iterator[str]:
    yield f"^{whole.classes[0]}|{begun.classes[0][:1]}"


def dated_initials(one: Word, other: Word, years: Iterable[int]) -> Iterator[str]:
    for year in years:
        yield f"i{unordered(one.classes[0][0], other.classes[0][0])}|{year}"


def dated_names(word: Word, years: Iterable[int]) -> Iterator[str]:
    for year in years:
        yield f"s{word.skeletons[0]}|{year}"


def beginnings(word: Word) -> Iterator[str]:
    for skeleton in word.skeletons:
        if len(skeleton) > 1:
            yield "2" + skeleton[:2]


def two_of_three(letters: str) -> Iterator[str]:
    """Any two of the first three letters: one slip there leaves one of the pairs as it was."""
    for one, other in combinations((letters + "..")[:3], 2):
        if one != ".":
            yield one + other


def unordered(one: str, other: str) -> str:
    return f"{one}|{other}" if one <= other else f"{other}|{one}"
