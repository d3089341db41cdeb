"""To whom a record may be passed on under a consent: mandates, institutions, other units."""

from __future__ import annotations

from khetane.core.mandates import Mandate
from khetane.organisations.economies import economy_path
from khetane.organisations.models import Unit
from khetane.people.lists import RECIPIENTS
from khetane.people.models import Household
from khetane.web.names import code_label, unit_label

Choices = list[tuple[str, str]]


def recipient_label(code: str) -> str:
    """A mandate or an institution in words; nothing for a code that is neither, such as a unit's."""
    if code in Mandate.values:
        return str(Mandate(code).label)
    if code not in RECIPIENTS.codes:
        return ""
    label = code_label(RECIPIENTS, code)  # as a choice of a form it begins with a capital
    return label[:1].lower() + label[1:]


def recipient_choices() -> Choices:
    """Mandates first, then institutions."""
    codes = dict.fromkeys([*Mandate.values, *RECIPIENTS.codes])
    return [(code, recipient_label(code)) for code in codes]


def kind_choices() -> Choices:
    """The kinds of institutions outside the unit that a consent may name."""
    return [(code, recipient_label(code)) for code in RECIPIENTS.codes if code not in Mandate.values]


def other_units(household: Household) -> list[Unit]:
    """The units of the same economy to which a household may be handed over."""
    return list(Unit.objects.listed().below(economy_path(household.unit)).exclude(pk=household.unit_id))


def unit_choices(household: Household) -> Choices:
    """Other units by their codes, which a consent names."""
    return [(unit.code, unit_label(unit)) for unit in other_units(household)]
