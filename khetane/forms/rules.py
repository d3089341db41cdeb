"""Rules of the way in, as functions of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from lxml import etree

from khetane.core.mandates import Mandate
from khetane.core.problems import Problem
from khetane.core.sensitivity import Sensitivity
from khetane.forms import problems
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.reading import local
from khetane.forms.xml.values import day, moment
from khetane.forms.xml.xform import JAVAROSA, XForm, binds

SELF_IDENTIFICATION = "self_identification"
LEVELS = (Sensitivity.INTERNAL, Sensitivity.PERSONAL, Sensitivity.SPECIAL)
DEFAULT_LEVEL = Sensitivity.PERSONAL
# Questions by which people say when a conversation was; a device's clock comes after them.
DAYS = ("day", "visit_date", "date_of_visit")
CLOCKS = ("end", "start", "today")
TITLE = "title_"
LATER_DAYS = ("date", "profile_date")


def settings_problems(settings: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a form's own settings, if anything."""
    mandate, level = settings.get("mandate", ""), settings.get("sensitivity", "")
    found = []
    if mandate and mandate not in Mandate.values:
        known = ", ".join(Mandate.values)
        found.append(problems.BAD_MANDATE.about(mandate=mandate, mandates=known))
    if level and level not in LEVELS:
        found.append(problems.BAD_SENSITIVITY.about(level=level, levels=", ".join(LEVELS)))
    return found


def titles(settings: Mapping[str, str]) -> dict[str, str]:
    """The titles that a form's settings give per language (`khetane_title_sr_latn`), by our language codes."""
    return {
        name.removeprefix(TITLE).replace("_", "-"): text
        for name, text in settings.items()
        if name.startswith(TITLE) and text
    }


def inherited_mandate(mandate: str, sensitivity: str) -> str:
    """Who reads a submission whole: its form's mandate.

    What is special and belongs to no one mandate is read by those who may read self-identification
    only (DESIGN, "Mandates"; rule 3).
    """
    if not mandate and sensitivity == Sensitivity.SPECIAL:
        return SELF_IDENTIFICATION
    return mandate


def loosened(former: tuple[str, str], new: tuple[str, str]) -> bool:
    """Whether a new version of a form would be read by others than the former: mandate and sensitivity of both.

    What is asked under the same name would otherwise come to eyes that it was never said to (DESIGN, "Mandates").
    """
    readers, level = inherited_mandate(*former), LEVELS.index(Sensitivity(former[1]))
    return readers not in ("", inherited_mandate(*new)) or LEVELS.index(Sensitivity(new[1])) < level


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The paths of a form's answers that say when and where it was filled in, the best first."""

    said: tuple[str, ...]
    place: str | None


def landmarks(form: XForm, compiled: Compiled) -> Landmarks:
    """Find them once per form version."""
    clocks = {
        bind.get(f"{JAVAROSA}preloadParams", bind.get(f"{JAVAROSA}preload", "")): path
        for path, bind in binds(form)
        if bind.get(f"{JAVAROSA}preload") in ("timestamp", "date")
    }
    single = [path for path in compiled.types if not any(path.startswith(f"{r}/") for r in compiled.repeats)]
    asked = {
        path.rpartition("/")[2]: path
        for path in reversed(single)
        if compiled.types[path] in ("date", "dateTime")
    }
    said = [
        *(asked.get(name) for name in DAYS),
        *(clocks.get(name) for name in CLOCKS),
        *(asked.get(name) for name in LATER_DAYS),
    ]
    place = next((path for path in single if compiled.types[path] == "geopoint"), None)
    return Landmarks(tuple(dict.fromkeys(path for path in said if path)), place)


def said_at(root: etree._Element, paths: Iterable[str], zone: tzinfo) -> datetime | None:
    """When the conversation was, by the first of `paths` that is answered with a date."""
    for path in paths:
        text = answer(root, path)
        value = moment(text) if "T" in text else day(text)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=zone)
        if isinstance(value, date):
            return datetime.combine(value, time(), zone)
    return None


def position(root: etree._Element, path: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of an answer "latitude longitude altitude accuracy", if it is one."""
    parts = answer(root, path).split() if path else []
    try:
        latitude, longitude = (float(part) for part in parts[:2])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def answer(root: etree._Element, path: str) -> str:
    """The text at a plain path such as "/data/group/day"; empty where there is none."""
    element: etree._Element | None = root
    for name in path.split("/")[2:]:
        element = (
            next((child for child in element if local(child.tag) == name), None)
            if element is not None
            else None
        )
    return (element.text or "").strip() if element is not None else ""
