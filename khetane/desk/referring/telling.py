"""What an institution is told of a referral: what it says, and what the sender chose to add; nothing else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from khetane.cases.models import Referral
from khetane.core.mandates import Mandate
from khetane.desk.recipients import recipient_label
from khetane.people.kinship import HEAD
from khetane.people.models import Membership, Person
from khetane.web.formats import day
from khetane.web.names import in_script, person_label, place_label, unit_label

Fact = tuple[str, str]


def content(referral: Referral, tells: Collection[str]) -> dict[str, Any]:
    """The referral in words of the language in force: who writes to whom, `facts` in their order, the reason."""
    return {
        "to": addressee(referral),
        "address": referral.directory_entry.address if referral.directory_entry else "",
        "unit": unit_label(referral.unit),
        "mandate": str(Mandate(referral.mandate).label),
        "place": place_label(referral.unit.municipality),
        "sent_on": day(referral.sent_on),
        "facts": [list(fact) for fact in facts(referral, tells)],
        "reason": referral.reason,
    }


def addressee(referral: Referral) -> str:
    """Whom the letter addresses: the provider that was chosen, else the kind of institution."""
    entry = referral.directory_entry
    if entry is not None:
        return in_script(entry.provider, entry.place)
    label = recipient_label(referral.to_organisation) or referral.to_organisation
    return label[:1].upper() + label[1:]


def facts(referral: Referral, tells: Collection[str]) -> list[Fact]:
    about = about_whom(referral)
    told = [(_("Household"), referral.household.code)]
    if "name" in tells and about is not None:
        told.append((_("Name"), person_label(about)))
    if "phone" in tells:
        phone = (about.phone if about else "") or referral.household.phone
        told += [(_("Phone"), phone)] if phone else []
    if referral.expires_on:
        told.append((_("Please answer by"), day(referral.expires_on)))
    return told


def about_whom(referral: Referral) -> Person | None:
    """The person it is about; of a household, its head today."""
    if referral.person is not None:
        return referral.person
    heads = Membership.objects.filter(household=referral.household_id, role=HEAD, ends=None)
    head = heads.select_related("person").order_by("begins").first()
    return head.person if head else None
