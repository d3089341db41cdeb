"""To whom a household can be sent on: mandates of the unit, services of the directory, kinds of institutions."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.mandates import Area, Mandate
from khetane.desk.recipients import kind_choices, recipient_label
from khetane.organisations.models import DirectoryEntry
from khetane.people.models import Consent, Household
from khetane.people.rules import Given, allows
from khetane.web.names import in_script

Group = tuple[str, list[tuple[str, str]]]
MANDATE, ENTRY, KIND = "mandate", "entry", "kind"


@dataclass(frozen=True, slots=True)
class Agreements:
    """The consents of a household that are known to the viewer, and what they open on a day."""

    given: tuple[tuple[UUID | None, Given], ...]
    day: datetime.date

    def open(self, recipient: str, person: UUID | None) -> bool:
        """Whether the household, or this person of it, agrees to a referral to the recipient."""
        return any(
            allows(one, [recipient], self.day)
            for whose, one in self.given
            if whose is None or whose == person
        )

    def recipients(self) -> list[str]:
        """Everybody to whom somebody of the household agrees today."""
        named = {code for _whose, one in self.given for code in one.recipients}
        return sorted(
            code for code in named if any(allows(one, [code], self.day) for _whose, one in self.given)
        )


def agreements(household: Household) -> Agreements:
    rows = Consent.objects.filter(household=household).values_list(
        "person", "purpose", "recipients", "given_on", "withdrawn_on"
    )
    given = tuple((person, Given(purpose, to, on, end)) for person, purpose, to, on, end in rows)
    return Agreements(given, timezone.localdate())


def addressees(household: Household, own: Collection[str], agreed: Agreements) -> list[Group]:
    """The choices, grouped: whoever the household has not agreed to says so."""

    def said(label: str, code: str) -> str:
        return label if code in open_to else _("%(recipient)s (no consent yet)") % {"recipient": label}

    open_to = set(agreed.recipients())
    mandates = [
        (f"{MANDATE}:{code}", said(recipient_label(code), code))
        for code in Mandate.values
        if len(own) > 1 or code not in own
    ]
    kinds = [(f"{KIND}:{code}", said(label, code)) for code, label in kind_choices()]
    by_area: dict[str, list[tuple[str, str]]] = {}
    for entry in entries_for(household):
        label = f"{in_script(entry.provider, entry.place)} · {in_script(entry.what, entry.place)}"
        by_area.setdefault(entry.area, []).append((f"{ENTRY}:{entry.pk}", said(label, entry.kind)))
    services = [(str(area.label).capitalize(), by_area[area]) for area in Area if area in by_area]
    return [(_("In the unit"), mandates), *services, (_("Another institution"), kinds)]


def entries_for(household: Household) -> Iterator[DirectoryEntry]:
    """The services of the directory for the municipality of the household's unit."""
    path = household.unit.municipality.path
    found = DirectoryEntry.objects.standing(timezone.localdate()).serving(path)
    yield from found.exclude(Q(kind="")).listed()


def recipient_of(chosen: str) -> str:
    """The code by which consents name a choice; nothing for an entry that is not in the directory."""
    what, _colon, which = chosen.partition(":")
    if what != ENTRY:
        return which
    return DirectoryEntry.objects.filter(pk=which).values_list("kind", flat=True).first() or ""


def address(chosen: str) -> Mapping[str, str]:
    """The properties of a referral that a choice stands for."""
    what, _colon, which = chosen.partition(":")
    if what == MANDATE:
        return {"to_mandate": which, "to_organisation": "", "directory_entry": ""}
    if what == ENTRY:
        return {"to_mandate": "", "directory_entry": which}
    return {"to_mandate": "", "to_organisation": which, "directory_entry": ""}
