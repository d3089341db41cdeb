"""The forms by which records are added and changed, filled in as a browser would send them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from lxml import html

from tests import world
from tests.security.access.said import Placed
from tests.security.access.shown_rows import SOON, Shown

# The page on which a record of a table is changed.
CHANGED_ON = {
    "people_household": "people:edit_household",
    "people_person": "people:edit_person",
    "people_personstatus": "people:edit_status",
    "outreach_task": "outreach:edit_task",
    "cases_need": "cases:edit_need",
    "cases_caseplan": "cases:edit_plan",
    "cases_planstep": "cases:edit_step",
    "cases_procedure": "cases:change_procedure",
    "cases_hearing": "cases:edit_hearing",
    "cases_procedurecost": "cases:edit_cost",
    "cases_powerofattorney": "cases:edit_power",
    "upgrading_process": "upgrading:due",
    "upgrading_housingproposal": "upgrading:proposal",
    "upgrading_processevent": "upgrading:event",
    "organisations_unit": "organisations:edit-unit",
    "organisations_organisation": "organisations:edit-organisation",
    "organisations_directoryentry": "directory:edit",
}
DAY = "2026-03-01"
# What is added on the page of a record of a table: the new record's table, the route, what is said.
ADDED_ON: Mapping[str, list[tuple[str, str, tuple[str, ...], dict[str, str]]]] = {
    "people_household": [
        ("people_person", "people:add_member", (), {"given_name": "Vida", "family_name": "Nova"}),
        ("cases_need", "cases:add_need", (), {"area": "health", "description": "Teeth"}),
        ("outreach_task", "outreach:add_task", (), {"title": "Ask", "due": SOON.isoformat()}),
        ("people_consent", "people:give_consent", (), {"purpose": "referral", "recipients": "health", "notice_version": "1", "given_on": DAY}),
    ],
    "people_person": [
        ("people_personstatus", "people:add_status", (), {"kind": "displaced"}),
        ("cases_procedure", "cases:start_procedure", (), {"type": "HI", "initiated_on": DAY}),
    ],
    "cases_procedure": [
        ("cases_hearing", "cases:add_hearing", (), {"date": DAY}),
        ("cases_procedurecost", "cases:add_cost", (), {"date": DAY, "amount": "5", "currency": "RSD"}),
        ("cases_powerofattorney", "cases:add_power", (), {"attorney": "Lawyer", "given_on": DAY}),
    ],
    "cases_caseplan": [("cases_planstep", "cases:add_step", (), {"what": "Ask the school", "until": SOON.isoformat()})],
    "upgrading_process": [
        ("upgrading_housingproposal", "upgrading:new_proposal", (), {"title": "Homes", "site": "here"}),
        ("upgrading_processevent", "upgrading:new_event", ("inspection",), {"date": DAY, "result": "to_mend", "findings": "No cover"}),
    ],
    "organisations_unit": [
        ("organisations_equipment", "organisations:new-equipment", (), {"what": "Tablet"}),
        ("organisations_training", "organisations:new-training", (), {"subject": "First aid", "date": DAY, "mandates": "health"}),
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A form, the record that it adds or changes, and the one on whose page it stands."""

    table: str
    action: str
    row: Placed
    address: str
    on: Shown | None = None
    said: Mapping[str, str] = field(default_factory=dict)

    def filled(self, client: Client) -> dict[str, list[str]]:
        """Its fields as the page gives them to who may do everything, and what is said."""
        answer = client.get(self.address)
        page: Any = html.fromstring(answer.content.decode())
        [form] = [one for one in page.forms if "k-form" in (one.get("class") or "") and one.method == "POST"]
        values: dict[str, list[str]] = {}
        for name, value in form.form_values():
            values.setdefault(name, []).append(value)
        for asked in form.xpath(".//select[@required]"):
            if values.get(asked.name) in (None, [""]):  # whoever fills it in chooses something
                values[asked.name] = [next(value for value in asked.value_options if value)]
        return values | {name: [value] for name, value in self.said.items()}


def forms_of(row: Shown) -> Iterator[Form]:
    """Those by which the row is changed, and those on its page by which another is added."""
    route = CHANGED_ON.get(row.table)
    if row.table in ("organisations_equipment", "organisations_training"):
        route = f"organisations:edit-{row.table.partition('_')[2]}"
        yield Form(row.table, "change", row.row, reverse(route, args=[row.row.unit, row.id]), row)
    elif route:
        yield Form(row.table, "change", row.row, reverse(route, args=[row.id]), row)
    for table, added_on, more, said in ADDED_ON.get(row.table, ()):
        # What belongs to a record is of its mandate; what is said of a household is of whoever says it.
        placed = Placed(row.row.unit or row.id, row.row.mandate, row.row.household)
        yield Form(table, "add", placed, reverse(added_on, args=[row.id, *more]), row, said)


def forms_of_nothing(here: world.Town) -> Iterator[Form]:
    """Those that ask for no record."""
    facts = {"provider": "School", "kind": "school", "area": "education", "what": "Class one", "place": str(here.municipality.pk)}  # fmt: skip
    yield Form("organisations_directoryentry", "add", Placed(), reverse("directory:new"), None, facts)
    new = {"code": "NEW", "name": "New", "kind": "cso"}
    yield Form(
        "organisations_organisation", "add", Placed(), reverse("organisations:new-organisation"), None, new
    )


def problems(page: str) -> str:
    """What a page says is wrong with what was sent."""
    whole: Any = html.fromstring(page)
    found = whole.xpath(
        "//*[contains(@class, 'error') or contains(@class, 'k-problem') or @data-color='danger']"
    )
    return " ".join(" ".join(one.text_content().split()) for one in found) or page
