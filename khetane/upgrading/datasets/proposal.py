"""The dataset `housing_proposal`: homes proposed at a site, agreed only when each of its risks is answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from khetane.core.problems import Problem
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, choices, day, text, whole
from khetane.places.enums import Risk
from khetane.places.models import SettlementProfile
from khetane.upgrading import problems
from khetane.upgrading.datasets.belonging import PROCESS, OfProcessDataset, Owner
from khetane.upgrading.enums import ProposalState, Site
from khetane.upgrading.models import RISKS, HousingProposal
from khetane.upgrading.rules import unanswered
from khetane.upgrading.states import PROPOSAL

MOST = 10_000
STANDS = (ProposalState.AGREED, ProposalState.BUILT)


class ProposalDataset(OfProcessDataset):
    """A housing proposal. At the settlement itself, the risks of its newest profile are risks of the site."""

    name = "housing_proposal"
    model = HousingProposal
    machines = {"state": PROPOSAL}
    declared = (
        PROCESS,
        Property("title", text(200), "title", required=True),
        Property("site", choice(Site.values), "site", required=True),
        Property("where", text(200), "where"),
        Property("dwellings", whole(0, MOST), "dwellings", empty=None),
        Property("looked_on", day, "looked_on", empty=None, past=True),
        Property("risks", choices(Risk.values), "risks", empty=[]),
        *(Property(f"answer_{risk}", text(), f"answer_{risk}") for risk in RISKS),
        Property("state", choice(ProposalState.values), "state", empty=ProposalState.PROPOSED.value),
    )
    together = (("site", "where"), ("looked_on", "risks"))

    def check_in(self, owner: Owner, draft: Draft, batch: Batch) -> Iterator[Problem]:
        values = draft.values
        values["risks"] = sorted({*values["risks"], *risks_here(owner.place_id, values["site"])})
        if values["state"] in STANDS:
            answers = {risk: values[f"answer_{risk}"] for risk in RISKS}
            missing = unanswered(values["risks"], answers)
            if missing:
                said = ", ".join(one.replace("_", " ") for one in missing)
                yield problems.RISKS_FIRST.about(where=draft.where, missing=said)


def risks_here(place: Any, site: str) -> tuple[str, ...]:
    """The risks of the settlement's newest profile, where the homes are to stand in it."""
    if site != Site.HERE:
        return ()
    newest = SettlementProfile.objects.filter(place=place).order_by("-date").values_list("risks", flat=True)
    return tuple(one for one in newest.first() or () if one in RISKS)
