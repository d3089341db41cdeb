"""The dataset `referral`: no consent, no sharing (design rule 4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from khetane.cases import problems
from khetane.cases.datasets.casework import HOUSEHOLD, NEED, PERSON, Casework
from khetane.cases.models import Referral, ReferralState
from khetane.cases.referring import problems as said_wrong
from khetane.cases.referring.rules import ANSWERS, CROSSING, LONGEST, awaited_until, is_over, may_step
from khetane.cases.states import REFERRAL
from khetane.core.mandates import Mandate
from khetane.core.problems import Problem
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property, choice, day, record_id, text
from khetane.organisations.models import DirectoryEntry
from khetane.people.datasets.consent import in_force
from khetane.people.problems import RESTRICTED
from khetane.people.restrictions import Restriction

ADDRESS = ("to_mandate", "to_organisation", "directory_entry")
ANSWER = ("state", "answer", "answered_on")
# What the sender alone says.
SENDERS = ("household", "person", "need", *ADDRESS, "from_mandate", "reason", "sent_on", "expires_on")


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
        Property("directory_entry", record_id, "directory_entry_id", empty=None),
        Property("reason", text(), "reason"),
        Property("state", choice(ReferralState.values), "state", empty="sent"),
        Property("sent_on", day, "sent_on", empty=None, past=True),
        Property("expires_on", day, "expires_on", empty=None),
        Property("answer", text(2000), "answer"),
        Property("answered_on", day, "answered_on", empty=None, past=True),
    )
    together = (ADDRESS, ANSWER)

    def complete(self, wanted: Wanted, batch: Batch) -> None:
        """An entry of the directory says which kind of institution it is: consents name that."""
        chosen = wanted.given.get("directory_entry")
        if chosen and not wanted.given.get("to_organisation"):
            kind = DirectoryEntry.objects.filter(pk=UUID(str(chosen))).values_list("kind", flat=True).first()
            wanted.given["to_organisation"] = kind or ""

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        values = draft.values
        values["sent_on"] = values["sent_on"] or batch.source.day.isoformat()
        sent = date.fromisoformat(values["sent_on"])
        values["expires_on"] = values["expires_on"] or awaited_until(sent).isoformat()
        values["from_mandate"] = draft.mandate = values["from_mandate"] or draft.mandate

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        settle_answer(draft, batch)
        yield from self._days(draft)
        yield from self._sides(draft, batch)
        yield from self._crossing(draft, batch)

    def _days(self, draft: Draft) -> Iterator[Problem]:
        """An answer is awaited after the referral was sent, for a year at most."""
        sent, until = draft.values["sent_on"], draft.values["expires_on"]
        if not (sent and until and draft.changed("sent_on", "expires_on")):
            return
        first = date.fromisoformat(sent)
        if not first <= date.fromisoformat(until) <= first + LONGEST:
            yield said_wrong.AWAITED_TOO_LONG.about(where=draft.where, until=until, sent=sent)

    def _sides(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        """Each side takes its own steps, and the recipient none once the referral has expired."""
        if draft.is_new or draft.unit_id is None or not draft.said:
            return
        own = batch.viewer.mandates.get(draft.unit_id, frozenset())
        standing, after = draft.standing, draft.values["state"]
        to = str(standing["to_mandate"])
        step = after if draft.changed("state") else ReferralState.ACCEPTED  # another word of the same answer
        if draft.changed(*ANSWER) and not may_step(step, from_mandate=draft.mandate, to_mandate=to, own=own):
            yield said_wrong.NOT_YOUR_STEP.about(where=draft.where, state=after)
        elif draft.changed(*SENDERS) and draft.mandate not in own:
            yield said_wrong.SENDERS_ONLY.about(where=draft.where)
        until = draft.values["expires_on"]
        awaited = date.fromisoformat(until) if until else None
        if (
            draft.changed("state")
            and after in ANSWERS
            and is_over(standing["state"], awaited, batch.source.day)
        ):
            yield said_wrong.EXPIRED.about(where=draft.where, until=until)

    def _crossing(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        """Consent is in force whenever something of the household reaches the other side, or stays there longer."""
        recipients = [draft.values[name] for name in ("to_mandate", "to_organisation") if draft.values[name]]
        if not recipients:
            yield problems.TO_NOBODY.about(where=draft.where)
            return
        yield from _known_entry(draft)
        crosses = draft.values["state"] in CROSSING
        if not crosses or not draft.changed("state", "sent_on", "expires_on", *ADDRESS):
            return
        if restricted(draft):
            yield RESTRICTED.about(where=draft.where)
            return
        on = date.fromisoformat(draft.values["sent_on"]) if draft.is_new else batch.source.day
        if not in_force(draft, batch, recipients, on):
            told = ", ".join(recipients)
            yield problems.NO_CONSENT.about(where=draft.where, recipient=told, day=on.isoformat())


def settle_answer(draft: Draft, batch: Batch) -> None:
    """An answer without a day is of the day on which it was said."""
    said = batch.wanted.get(draft.key)
    answers = draft.changed("state") and draft.values["state"] in ANSWERS
    if said is not None and answers and not said.given.get("answered_on"):
        draft.values["answered_on"] = batch.source.day.isoformat()


def restricted(draft: Draft) -> bool:
    """Whether an objection that waits keeps the household or person from being passed on."""
    household, person = draft.values.get("household"), draft.values.get("person")
    if not household:
        return False
    about = UUID(str(household)), UUID(str(person)) if person else None
    return Restriction.objects.in_force().touching(*about).exists()


def _known_entry(draft: Draft) -> Iterator[Problem]:
    """A service that is chosen stands in the directory, as the kind of institution that is said."""
    chosen = draft.values["directory_entry"]
    if not chosen or not draft.changed(*ADDRESS):
        return
    entry = DirectoryEntry.objects.filter(pk=UUID(chosen)).first()
    if entry is None:
        yield said_wrong.NOT_IN_DIRECTORY.about(where=draft.where, id=chosen)
    elif entry.kind != draft.values["to_organisation"]:
        told = draft.values["to_organisation"]
        yield said_wrong.OTHER_KIND.about(
            where=draft.where, provider=entry.provider, kind=entry.kind, said=told
        )
