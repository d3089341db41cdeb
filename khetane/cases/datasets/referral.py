"""The dataset `referral`: no consent, no sharing (design rule 4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from khetane.cases import problems
from khetane.cases.datasets.casework import HOUSEHOLD, NEED, PERSON, Casework
from khetane.cases.models import Referral, ReferralState
from khetane.cases.states import REFERRAL
from khetane.core.mandates import Mandate
from khetane.core.problems import Problem
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, text
from khetane.people.datasets.consent import in_force

# The steps at which something of the household reaches the other side.
CROSSING = (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.DONE)


class ReferralDataset(Casework):
    """A household or person sent on to another mandate or institution."""

    name = "referral"
    model = Referral
    machines = {"state": REFERRAL}
    declared = (
        HOUSEHOLD,
        PERSON,
        NEED,
        Property("from_mandate", choice(Mandate.values), "mandate"),
        Property("to_mandate", choice(Mandate.values), "to_mandate"),
        Property("to_organisation", text(200), "to_organisation"),
        Property("reason", text(), "reason"),
        Property("state", choice(ReferralState.values), "state", empty="sent"),
        Property("sent_on", day, "sent_on", empty=None, past=True),
    )
    together = (("to_mandate", "to_organisation"),)

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        draft.values["sent_on"] = draft.values["sent_on"] or batch.source.day.isoformat()
        draft.values["from_mandate"] = draft.mandate = draft.values["from_mandate"] or draft.mandate

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        recipients = [draft.values[name] for name in ("to_mandate", "to_organisation") if draft.values[name]]
        if not recipients:
            yield problems.TO_NOBODY.about(where=draft.where)
            return
        crosses = draft.values["state"] in CROSSING
        if not crosses or not draft.changed("state", "to_mandate", "to_organisation", "sent_on"):
            return
        on = date.fromisoformat(draft.values["sent_on"]) if draft.is_new else batch.source.day
        if not in_force(draft, batch, recipients, on):
            told = ", ".join(recipients)
            yield problems.NO_CONSENT.about(where=draft.where, recipient=told, day=on.isoformat())
