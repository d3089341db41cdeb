"""The dataset `settlement`: what a settlement was like on a day, one profile per place and day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property, choice, choices, day, record_id, text, whole
from khetane.outreach import problems
from khetane.places import enums
from khetane.places.models import SettlementProfile

# Profiles are named by their place and day, so that two units that saw it on one day speak of one record.
_PROFILES = UUID("0e0b4f4e-55d3-5c40-9a43-3c5e5f1f8f53")
MANY, LONG, FAR = 100_000, 1_000, 1_440
_PLACES = "select id from places_place where id = any(%s)"
_MUNICIPALITY = """
    select m.id from places_place p join places_place m on m.path @> p.path and m.kind = 'municipality'
    where p.id = %s and m.id = any ((select khetane_municipalities('registry.write'))::uuid[])
"""


def _code(name: str, codes: Sequence[str]) -> Property:
    return Property(name, choice(codes), name)


def _count(name: str, most: int) -> Property:
    return Property(name, whole(0, most), name, empty=None)


class SettlementDataset(Dataset):
    """The id of an edit is the place's (or, on a screen, the profile's own)."""

    name = "settlement"
    model = SettlementProfile
    declared = (
        Property("place", record_id, "place_id", empty=None, required=True),
        Property("date", day, "date", empty=None, required=True, past=True),
        _count("dwellings", MANY),
        _count("inhabitants", MANY),
        _count("age_years", LONG),
        _code("position", enums.Position.values),
        Property("materials", text(60), "materials"),
        *(_code(f"{network}_existence", enums.Existence.values) for network in enums.NETWORKS),
        *(_code(f"{network}_quality", enums.Quality.values) for network in enums.NETWORKS),
        _code("legal_status", enums.LegalStatus.values),
        _code("legalisation", enums.Legalisation.values),
        _code("planning_document", enums.PlanningDocument.values),
        Property("planning_text", text(), "planning_text"),
        _code("land_ownership", enums.LandOwnership.values),
        Property("risks", choices(enums.Risk.values), "risks", empty=[]),
        Property("environment", text(), "environment"),
        Property("eviction_worry", whole(1, 5), "eviction_worry", empty=None),
        *(_count(f"minutes_{service}", FAR) for service in enums.SERVICES),
        _code("roma_share", enums.RomaShare.values),
    )
    together = (
        *((f"{network}_existence", f"{network}_quality") for network in enums.NETWORKS),
        ("planning_document", "planning_text"),
    )

    def find_same(self, wanted: Sequence[Wanted], batch: Batch) -> None:
        """Another observation is based on no version: what two units saw differently on one day is contested."""
        places = {id for (id,) in ask(_PLACES, [[one.id for one in wanted]])}
        for one in wanted:
            if one.id not in places:
                continue
            seen_on = one.given.get("date") or batch.source.day.isoformat()
            one.given |= {"place": str(one.id), "date": seen_on}
            one.id, one.action = uuid5(_PROFILES, f"{one.id} {seen_on}"), "upsert"
            one.base_version = one.trunk_version = one.branch_id = None

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.unit_id = batch.source.unit_id
        found = ask(_MUNICIPALITY, [draft.values["place"]])
        draft.more = found[0][0] if found else None
        if draft.more is None:
            yield problems.NOT_IN_A_MUNICIPALITY.about(where=draft.where)

    def columns(self, draft: Draft) -> dict[str, Any]:
        return super().columns(draft) | {"municipality_id": draft.more}
