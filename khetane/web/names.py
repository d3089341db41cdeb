"""Which of the names of a person, place, unit or form the reader is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from khetane.core.definitions import Words
from khetane.core.lists import CodeList
from khetane.web.languages import current
from khetane.web.scripts import macedonian, serbian_cyrillic, serbian_latin

Write = Callable[[str], str]

# Which names stand in for a language, best first, and how each is written in its script.
PREFERRED: Mapping[str, Mapping[str, Write]] = {
    "en": {"en": str},
    "sr": {
        "sr-Cyrl": str,
        "sr": str,
        "sr-Latn": serbian_cyrillic,
        "bs": serbian_cyrillic,
        "hr": serbian_cyrillic,
        "cnr": serbian_cyrillic,
    },
    "sr-latn": {"sr-Latn": str, "sr-Cyrl": serbian_latin, "sr": serbian_latin},
    "mk": {"mk": str, "sr-Cyrl": macedonian},
}
# The economies whose names are spelled in Serbian, Bosnian or Montenegrin letters, which Cyrillic writes as well.
# Albanian and Turkish names stay in their own script unless they have a Cyrillic one.
WRITTEN_BOTH_WAYS = frozenset({"rs", "ba", "me"})


def place_label(place: Any) -> str:
    """The place's name in the reader's language and script, else the name it is filed under.

    Lists prefetch `names`; without that, each place asks the database once.
    """
    names = {name.language: name.name for name in place.names.all()}
    for tag, write in PREFERRED[current().code].items():
        if tag in names:
            return write(names[tag])
    return in_script(str(place.name), place)


def unit_label(unit: Any) -> str:
    """What a unit is called: the name it was given, else after its municipality, in the reader's language.

    Lists take `Unit.objects.named()` or prefetch the municipality with its names.
    """
    if unit.name:
        return in_script(unit.name, unit.municipality)
    return _("Mobile unit of %(municipality)s") % {"municipality": place_label(unit.municipality)}


def form_title(form: Any) -> str:
    """The title of a form or of one of its versions in the reader's language, else as its author wrote it.

    A version published before titles had languages is called what its form is called now.
    """
    code = current().code
    titles = form.titles or getattr(getattr(form, "form", None), "titles", {})
    if code == "sr-latn" and code not in titles and "sr" in titles:
        return serbian_latin(titles["sr"])
    return str(titles.get(code) or form.title)


def code_label(listed: CodeList, code: str) -> str:
    """The words for a code in the reader's language; a code that is not in the list says what it says itself."""
    labels = listed.codes[code].labels if code in listed.codes else {}
    return worded(labels) or code.replace("_", " ")


def worded(words: Words) -> str:
    """A text of a definition in the reader's language and script; nothing for nothing."""
    code = current().code
    if code == "sr-latn" and "sr" in words:
        return serbian_latin(words["sr"])
    return words.get(code) or words.get("en", "")


def in_script(text: str, place: Any) -> str:
    """A name used at a place in the reader's script, where that place's language is written in both."""
    code = current().code
    if code == "sr-latn":
        return serbian_latin(text)
    return serbian_cyrillic(text) if code == "sr" and economy(place) in WRITTEN_BOTH_WAYS else text


def economy(place: Any) -> str:
    """The label of the economy in the path of a place; nothing for what lies above economies."""
    return "".join(place.path.split(".")[1:2])


def place_note(place: Any) -> str:
    """The designation note of the place in the reader's language, else in English."""
    notes: dict[str, str] = getattr(place, "designation_notes", None) or {}
    code = current().code
    written = (write(notes[tag]) for tag, write in PREFERRED[code].items() if tag in notes)
    return next(written, str(place.designation_note))


def demonstration_label(name: str) -> str:
    """What an account of the demonstration is called: its role in the reader's language, and the town in her script."""
    role, comma, town = name.partition(", ")
    if not role:
        return name
    code = current().code
    if code in ("sr", "mk"):
        town = serbian_cyrillic(town)
    return f"{_(role)}{comma}{macedonian(town) if code == 'mk' else town}"


def person_label(person: Any) -> str:
    """Given and family name as recorded, in the script they were recorded in."""
    name = " ".join(part for part in (person.given_name, person.family_name) if part)
    return name or _("name not recorded")
