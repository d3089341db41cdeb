"""The languages and scripts of the interface, and what each is called by its own speakers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.core import Locale
from django.utils.translation import get_language, to_locale

LOCALE_DIR = Path(__file__).resolve().parent / "locale"
# What libraries say: allauth has no Macedonian, and its Serbian calls one thing by several words.
LIBRARIES_DIR = LOCALE_DIR.parent / "locale_libraries"


@dataclass(frozen=True, slots=True)
class Language:
    """`code` as Django names it, `tag` as HTML does (BCP 47), `locale` as CLDR does."""

    code: str
    tag: str
    locale: str
    name: str


SOURCE = Language("en", "en", "en_GB", "English")
LANGUAGES = (
    SOURCE,
    Language("sr", "sr-Cyrl", "sr_Cyrl", "Српски"),
    Language("sr-latn", "sr-Latn", "sr_Latn", "Srpski"),
    Language("mk", "mk", "mk", "Македонски"),
)
BY_CODE = {language.code: language for language in LANGUAGES}

# A catalogue derived from another by transliteration shares its review.
DERIVED_FROM = {"sr-latn": "sr"}
REVIEWED = re.compile(r"^# X-Reviewed: yes$", re.MULTILINE)


def current() -> Language:
    """The language of the request; the source language outside of one."""
    return BY_CODE.get(get_language() or SOURCE.code, SOURCE)


def locale() -> Locale:
    return Locale.parse(current().locale)


def catalogue(code: str, folder: Path | None = None) -> Path:
    return (folder or LOCALE_DIR) / to_locale(code) / "LC_MESSAGES" / "django.po"


@cache
def is_reviewed(code: str) -> bool:
    """Whether a speaker has reviewed the catalogue: its head says `X-Reviewed: yes`."""
    if code == SOURCE.code:
        return True
    path = catalogue(DERIVED_FROM.get(code, code))
    if not path.exists():
        return False
    return REVIEWED.search(path.read_text("utf-8")) is not None
