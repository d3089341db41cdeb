"""The rules in khetane/access/policies.json, from which the table of roles is made, are those of the database."""

from __future__ import annotations

import pytest

from khetane.access.policies import KEPT, as_text, rules_in_database
from khetane.access.role_table import Reach, cells

pytestmark = pytest.mark.django_db


def test_the_kept_rules_are_those_of_the_database() -> None:
    assert KEPT.read_text(encoding="utf-8") == as_text(rules_in_database()), (
        "Policies changed: write them anew with `khetane roles --rules > khetane/access/policies.json`, and `python -m scripts.reference`."
    )


def test_the_table_says_what_the_design_says() -> None:
    reach = {(cell.role, cell.table, cell.action): cell.reach for cell in cells()}
    assert reach["unit_coordinator", "people_household", "read"] is Reach.ALL
    assert reach["health_mediator", "cases_need", "read"] is Reach.MANDATE
    assert reach["administrator", "people_person", "read"] is Reach.NONE
    assert reach["emergency_reader", "people_household", "read"] is Reach.EMERGENCY
    assert reach["emergency_reader", "people_household", "change"] is Reach.NONE
    assert reach["national_analyst", "cases_need", "read"] is Reach.NONE
    assert reach["health_mediator", "importing_tableimport", "read"] is Reach.NONE
    assert reach["unit_coordinator", "history_entitychange", "delete"] is Reach.NONE
