"""Records that are closed with a day and an outcome, and reopened: the day stands exactly while they are closed."""

from __future__ import annotations

from collections.abc import Collection

from khetane.history.drafts import Batch, Draft


def settle_closing(draft: Draft, batch: Batch, *, open_states: Collection[str], outcome: str) -> None:
    """Give a closed record the day on which it was said to be, and take day and outcome from a reopened one.

    `outcome` names the property that says what came of it; what the very edit says of it is kept.
    """
    if draft.values["state"] not in open_states:
        draft.values["closed_on"] = draft.values["closed_on"] or batch.source.day.isoformat()
        return
    draft.values["closed_on"] = None
    if draft.standing.get("state") not in open_states and not draft.changed(outcome):
        draft.values[outcome] = draft.dataset.empty[outcome]
