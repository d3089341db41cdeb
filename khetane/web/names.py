"""Which of a person's or a place's names the reader is shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from khetane.web.languages import current
from khetane.web.scripts import serbian_latin

# Which names stand in for a language, best first; a Cyrillic one may be written in Latin letters.
PREFERRED = {
    "en": ("en",),
    "sr": ("sr-Cyrl", "sr"),
    "sr-latn": ("sr-Latn", "sr-Cyrl", "sr"),
    "mk": ("mk",),
}


def place_label(place: Any) -> str:
    """The place's name in the reader's language and script, else the name it is filed under.

    Lists prefetch `names`; without that, each place asks the database once.
    """
    code = current().code
    names = {name.language: name.name for name in place.names.all()}
    found = next((names[tag] for tag in PREFERRED[code] if tag in names), str(place.name))
    return serbian_latin(found) if code == "sr-latn" else found


def place_note(place: Any) -> str:
    """The designation note of the place in the reader's language, else in English."""
    notes: dict[str, str] = getattr(place, "designation_notes", None) or {}
    code = current().code
    found = next((notes[tag] for tag in PREFERRED[code] if tag in notes), str(place.designation_note))
    return serbian_latin(found) if code == "sr-latn" else found


def person_label(person: Any) -> str:
    """Given and family name as recorded, in the script they were recorded in."""
    name = " ".join(part for part in (person.given_name, person.family_name) if part)
    return name or _("name not recorded")
