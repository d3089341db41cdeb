"""The list from which an inspection in the field chooses its process, and what the form sends of it."""

from __future__ import annotations

import pytest

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.integrations.openrosa.lists import Wanted, entity_list
from khetane.upgrading.models import ProcessEvent
from tests import world
from tests.integration.upgrading.scene import begin, inspection, step, taken

pytestmark = pytest.mark.django_db


def test_a_device_is_told_of_what_is_under_way_in_its_unit(here: world.Town, author: Account) -> None:
    under_way = begin(author, here, "upgrading", title="Voda")
    over = begin(author, here, "relocation")
    taken(step(author, here, over, "given_up", reason="The road goes elsewhere"))
    there = world.town("THERE")
    begin(world.account("unit_coordinator", there.unit), there, "upgrading")
    with acting_as(author.pk):
        found = entity_list("settlement_process", Wanted(here.unit.pk, names=False))
    assert found is not None
    (row,) = found.rows
    assert (row.id, row.label) == (under_way, "Settlement HERE · Upgrading of the settlement · Voda")
    assert dict(zip(found.columns, row.values, strict=True)) == {
        "place": here.settlement.pk,
        "kind": "upgrading",
    }


def test_an_inspection_of_the_field_is_one_of_the_process(here: world.Town, author: Account) -> None:
    process = begin(author, here, "upgrading")
    taken(inspection(author, here, process, "to_mend", mend_by="2026-12-24", body="Inspection office"))
    with acting_as(author.pk):
        kept = ProcessEvent.objects.get()
    assert (kept.process_id, kept.municipality_id, kept.unit_id) == (
        process,
        here.municipality.pk,
        here.unit.pk,
    )
