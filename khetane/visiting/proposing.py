"""The households of a settlement, with what speaks for calling on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khetane.core.masking import mask
from khetane.people.models import Household
from khetane.visiting import rules
from khetane.visiting.rules import Case
from khetane.web.formats import short_day
from khetane.web.names import person_label

ASKED = """
    select household_id, last_visit, tasks, first_due, urgent from outreach_to_call_on(%s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A household that one may call on, and why."""

    household: Household
    case: Case
    reasons: tuple[str, ...]
    proposed: bool = False

    @property
    def heads(self) -> str:
        return ", ".join(person_label(one.person) for one in getattr(self.household, "heads", ()))


def candidates(unit_id: UUID, place_id: UUID, on: dt.date) -> list[Candidate]:
    """Every household of the unit in the settlement, in the order of a walk; marked which are proposed for `on`."""
    cases = cases_of(unit_id, place_id, on)
    found = Household.objects.filter(pk__in=cases).with_heads(on)
    homes = {one.pk: one for one in mask(found)}
    wanted = {case.household for case in rules.proposed(cases.values(), on)}
    order = rules.in_order((one.pk, one.address, one.code) for one in homes.values())
    return [
        Candidate(homes[pk], cases[pk], tuple(reasons(cases[pk], on)), proposed=pk in wanted) for pk in order
    ]


def cases_of(unit_id: UUID, place_id: UUID, on: dt.date) -> dict[UUID, Case]:
    """What the database tells of each household there; of other mandates' work only that there is some."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [unit_id, place_id, on])
        return {row[0]: Case(*row) for row in cursor.fetchall()}


def reasons(case: Case, on: dt.date) -> Iterable[str]:
    """Why to call on a household, in words; the last one says when it was seen."""
    if case.urgent:
        yield _("urgent need")
    if case.tasks:
        yield ngettext("%(number)s task due", "%(number)s tasks due", case.tasks) % {"number": case.tasks}
    if case.last_visit is None:
        yield _("never visited")
    elif rules.is_long_ago(case, on):
        yield _("not visited since %(day)s") % {"day": short_day(case.last_visit)}
    else:
        yield _("visited on %(day)s") % {"day": short_day(case.last_visit)}
