"""Texts of definitions by language; and that those which come with Khetane have all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import khetane
from khetane.core.definitions import LANGUAGES, Entry, WrongDefinition

SHIPPED = sorted(Path(khetane.__file__).parent.rglob("catalogue/*.yaml"))
CYRILLIC = re.compile("[а-ш]", re.IGNORECASE)
OF_LAW = ("legal_basis", "basis", "source")


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in what a file holds."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(inner)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_is_said_in_english_is_said_in_serbian_and_macedonian(file: Path) -> None:
    found = list(mappings(yaml.safe_load(file.read_text(encoding="utf-8"))))
    said = [one for one in found if "en" in one]
    assert said
    for words in said:
        assert set(words) == set(LANGUAGES)
        assert all(CYRILLIC.search(words[language]) for language in ("sr", "mk")), words
    assert not [one[name] for one in found for name in OF_LAW if isinstance(one.get(name), str)]


def test_one_text_may_stand_for_all_languages() -> None:
    one = Entry("file", {"source": "Одлука 12/2026"}).words_or_text("source")
    assert one == dict.fromkeys(LANGUAGES, "Одлука 12/2026")
    three = {"en": "a", "sr": "b", "mk": "c"}
    assert Entry("file", {"source": three}).words_or_text("source") == three


@pytest.mark.parametrize("source", [None, 12, {"en": "only English"}])
def test_a_text_that_is_none_is_refused(source: object) -> None:
    with pytest.raises(WrongDefinition):
        Entry("file", {"source": source}).words_or_text("source")
