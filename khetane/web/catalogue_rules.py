"""What a translation must keep of its source. Pure: messages in, sentences out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf](?![a-z])|\{\w*\}|</?[a-z]\w*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMES = re.compile(
    r"Khetane|CSV|GeoJSON|GeoPackage|Shapefile|OData|QR|XLSForm|XForm|ODK Collect|ODK|PDF|ID|UUID|JSON|XML"
)


def problems(code: str, stored: Catalog, found: Catalog) -> Iterator[str]:
    """Everything that keeps a catalogue from being used, as sentences."""
    for message in found:
        if message.id:
            yield from message_problems(code, stored.get(message.id, message.context), message)
    for message in stored:
        if message.id and found.get(message.id, message.context) is None:
            yield f"{code}: “{text(message)}” is no longer in use. Run: python -m khetane.web.translations update"


def both_ways(uses: Iterable[tuple[str | tuple[str, ...], str | None]]) -> list[str]:
    """A string that is used both alone and with a plural, as sentences.

    A catalogue has one entry for both, and Python before 3.11.4 finds nothing in it for the string alone.
    """
    alone, counted = set(), set()
    for ids, context in uses:
        if isinstance(ids, str):
            alone.add((ids, context))
        else:
            counted.add((ids[0], context))
    return [
        f"“{source}” is used alone and with a plural. Give the one with a plural a context (npgettext)."
        for source, _ in sorted(alone & counted, key=str)
    ]


def message_problems(code: str, stored: Message | None, found: Message) -> Iterator[str]:
    where = ", ".join(sorted({place for place, _ in found.locations}))
    if stored is None or not all(forms(stored)):
        yield f"{code}: “{text(found)}” ({where}) has no translation. Add it to the catalogue."
        return
    if stored.fuzzy:
        yield f"{code}: “{text(found)}” is marked fuzzy. Check it and take the mark away."
    yield from (f"{code}: “{text(found)}” ({where}): {fault}" for fault in faults(ids(found), forms(stored)))


def faults(sources: tuple[str, ...], translations: Iterable[str]) -> Iterator[str]:
    """A translation keeps the placeholders and the markup of one of the source's forms, in Cyrillic."""
    allowed = [Counter(PLACEHOLDER.findall(source)) for source in sources]
    for translation in translations:
        if Counter(PLACEHOLDER.findall(translation)) not in allowed:
            yield f"“{translation}” has other placeholders or markup than its source."
        if needs_cyrillic(sources[0]) and not CYRILLIC.search(translation):
            yield f"“{translation}” is not in Cyrillic."
        for word in filter(is_mixed, WORD.findall(PLACEHOLDER.sub(" ", translation))):
            yield f"“{word}” has letters of two scripts."


def is_mixed(word: str) -> bool:
    """Whether a word is written in two scripts. "QR-код" is a name and a word, "e-пошта" with a Latin e is not."""
    parts = word.split("-")
    beside = any(CYRILLIC.search(part) for part in parts)
    return any(
        LATIN.search(part) and (CYRILLIC.search(part) or (beside and len(part) == 1)) for part in parts
    )


def needs_cyrillic(source: str) -> bool:
    """Whether there are words to translate, beside names and placeholders."""
    return bool(LETTERS.search(NAMES.sub("", PLACEHOLDER.sub("", source))))


def ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def forms(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, tuple | list):
        return tuple(message.string)
    return (message.string or "",)


def text(message: Message) -> str:
    return ids(message)[0]
