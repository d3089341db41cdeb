"""The dataset `consent`, and whether one is in force."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, codes, day, record_id, text
from khetane.people import problems
from khetane.people.datasets.belonging import Belonging
from khetane.people.enums import Evidence, GivenBy, Purpose
from khetane.people.models import Consent
from khetane.people.rules import Given, allows

_OF = """
    select id, purpose, recipients, given_on, withdrawn_on from people_consent
    where (household_id = %s and person_id is null) or person_id = %s
"""


class ConsentDataset(Belonging):
    """What a person or household agreed to."""

    name = "consent"
    model = Consent
    declared = (
        Property("household", record_id, "household_id", empty=None, refers="household"),
        Property("person", record_id, "person_id", empty=None, refers="person"),
        Property("purpose", choice(Purpose.values), "purpose", required=True),
        Property("recipients", codes(60), "recipients", empty=[]),
        Property("notice_version", text(40), "notice_version", required=True),
        Property("given_by", choice(GivenBy.values), "given_by", required=True),
        Property("given_on", day, "given_on", empty=None, required=True, past=True),
        Property("evidence", choice(Evidence.values), "evidence", required=True),
        Property("withdrawn_on", day, "withdrawn_on", empty=None, past=True),
    )
    together = (("purpose", "recipients", "notice_version"), ("given_by", "given_on", "evidence"))

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        given, withdrawn = draft.values["given_on"], draft.values["withdrawn_on"]
        if given and withdrawn and withdrawn < given:
            yield problems.WITHDRAWN_BEFORE_GIVEN.about(where=draft.where, withdrawn=withdrawn, given=given)


def in_force(draft: Draft, batch: Batch, recipients: Collection[str], on: date) -> bool:
    """Whether the household or person of `draft` agreed to being passed on to one of `recipients`.

    What one member agreed to for herself stands for nobody else.
    """
    household, person = draft.values.get("household"), draft.values.get("person")
    stored = [
        Given(*row) for id, *row in ask(_OF, [household, person]) if ("consent", id) not in batch.drafts
    ]
    said = [
        Given(
            one.values["purpose"],
            one.values["recipients"],
            date.fromisoformat(one.values["given_on"]),
            date.fromisoformat(one.values["withdrawn_on"]) if one.values["withdrawn_on"] else None,
        )
        for one in batch.drafts.values()
        if one.dataset.name == "consent"
        and one.values["given_on"]
        and (
            (household and one.values["household"] == household and not one.values["person"])
            or (person and one.values["person"] == person)
        )
    ]
    return any(allows(given, recipients, on) for given in (*stored, *said))
