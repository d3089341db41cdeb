"""Whose line a label calls: a roster says more than a name ("Zlatija Arsić, VII-2", "7b Zlatija Arsić (Niš)"). Pure."""

from __future__ import annotations

import re

from khetane.forms.redaction.full_names import AND, FullNames

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W\d_]+")
_PARTED = re.compile(r"\s*(?:$|\d|[^\w\s-]|-(?![^\W\d_])|\s-|[^\W\d_a-zа-я]+\b(?![a-zа-я]))")
# What begins with one of these, or with a word and one of these, is a place or a school: no name of a person.
_PLACE_WORDS = """
    donje donja donji gornje gornja gornji novo nova novi staro stara stari veliko velika veliki malo mala mali
    srednje srednja srednji selo sela mahala mahalla malla naselje zaselak ulica ul sokak polje grad brdo breg potok
    reka voda banja mesto opština kolonija blok centar škola vrtić
    доње доња доњи горње горња горњи ново нова нови старо стара стари велико велика велики мало мала мали
    средње средња средњи село села махала насеље заселак улица ул сокак поље град брдо брег поток
    река вода бања место општина колонија блок центар школа вртић
    долно долна долни горно горна горни големо голема големи населба маало поле училиште градинка
    fshat fshati lagje lagjja rruga katund mahallë köy köyü mahalle mahallesi okul okulu
"""
_PLACE = frozenset(_PLACE_WORDS.split())
_PARTS = re.compile(r"[,;/|]|\s[-–—]\s")
_LISTED = re.compile(r"[&+]")


def calls_her(whom: FullNames, label: str) -> bool:
    """Whether a label is her name, alone or with what tells her from others: a class, a year, a place.

    Not where it names somebody besides her ("Zlatija Arsić i deca", "Ana, Zlatija Arsić"), or her in brackets.
    """
    if whom.is_all(label):
        return True
    bare = _BRACKETS.sub(" ", label)
    if not (spans := whom.spans(bare)):
        return False
    before, after = bare[: spans[0][0]], bare[spans[0][1] :]
    return all(map(_is_mark, _WORD.findall(before))) and bool(_PARTED.match(after)) and not _names_more(after)


def _is_mark(word: str) -> bool:
    """A class or a number, as `VII` and the `b` of 7b; no name and no word."""
    return word.casefold() not in AND and (word.isupper() or len(word) == 1)


def _names_more(text: str) -> bool:
    """Whether it joins somebody else, or two words beside each other may be a name."""
    words = _WORD.findall(text)
    if _LISTED.search(text) or any(word in AND for word in words):
        return True
    return any(map(_may_name, _PARTS.split(text)))


def _may_name(part: str) -> bool:
    """Whether two words in capitals stand beside each other; not where it begins as a place does: "Donje Selo"."""
    words = _WORD.findall(part)
    if any(word.casefold() in _PLACE for word in words[:2]):
        return False
    names = [word[0].isupper() and not _is_mark(word) for word in words]
    marked = [False, *map(_is_mark, words)]
    return any(one and other and not mark for one, other, mark in zip(names, names[1:], marked, strict=False))
