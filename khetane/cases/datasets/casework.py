"""The dataset `need`, and what every record of casework is."""

from __future__ import annotations

from collections.abc import Iterator

from khetane.cases import states
from khetane.cases.models import Need, NeedState, Urgency
from khetane.core.mandates import Area, Mandate
from khetane.core.problems import Problem
from khetane.history.closing import settle_closing
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, record_id, text
from khetane.people.datasets.belonging import Belonging

HOUSEHOLD = Property("household", record_id, "household_id", empty=None, required=True, refers="household")
PERSON = Property("person", record_id, "person_id", empty=None, refers="person")
VISIT = Property("visit", record_id, "visit_id", empty=None, refers="visit")
NEED = Property("need", record_id, "need_id", empty=None, refers="need")

# Whose a need is when the form belongs to no mandate.
MANDATE_OF = {
    Area.EDUCATION: Mandate.EDUCATION,
    Area.HEALTH: Mandate.HEALTH,
    Area.EMPLOYMENT: Mandate.EMPLOYMENT,
    Area.SOCIAL_PROTECTION: Mandate.SOCIAL_PROTECTION,
    Area.HOUSING: Mandate.COORDINATION,
    Area.DOCUMENTS: Mandate.LEGAL,
    Area.DISCRIMINATION: Mandate.COORDINATION,
    Area.SAFETY: Mandate.SOCIAL_PROTECTION,
}


class Casework(Belonging):
    """A record read by one mandate: the form's, or else `usual_mandate`."""

    mandated = True

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        form = batch.source.mandate
        draft.mandate = form if form in Mandate.values else self.usual_mandate(draft)
        yield from super().settle(draft, batch)

    def usual_mandate(self, draft: Draft) -> str:
        """Whose the record is when the form belongs to no mandate."""
        return Mandate.COORDINATION


class NeedDataset(Casework):
    """What a household or person needs."""

    name = "need"
    model = Need
    machines = {"state": states.NEED}
    declared = (
        HOUSEHOLD,
        PERSON,
        VISIT,
        Property("area", choice(Area.values), "area", required=True),
        Property("urgency", choice(Urgency.values), "urgency", empty="medium"),
        Property("description", text(), "description"),
        Property("state", choice(NeedState.values), "state", empty="open"),
        Property("found_on", day, "found_on", empty=None, past=True),
        Property("closed_on", day, "closed_on", empty=None, past=True),
        Property("outcome", text(), "outcome"),
    )
    together = (("state", "closed_on", "outcome"),)

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.values["found_on"] = draft.values["found_on"] or batch.source.day.isoformat()
        yield from super().settle(draft, batch)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        settle_closing(draft, batch, open_states=(NeedState.OPEN, NeedState.WORKING), outcome="outcome")

    def usual_mandate(self, draft: Draft) -> str:
        area = draft.values["area"]
        return MANDATE_OF[Area(area)] if area else Mandate.COORDINATION
