"""Records of people that somebody makes who sees her clients only: she may write of them in the same submission."""

from __future__ import annotations

from khetane.history.drafts import Batch, Draft

_MAKES = "select access_makes(%s)"


def note_making(draft: Draft, batch: Batch) -> None:
    """Tell the database that this household or person is being made here; nothing where its author sees the whole unit.

    It takes no word for it where the record is there already (access/migrations/0023).
    """
    if draft.is_new and batch.viewer.sees_clients_only(draft.unit_id):
        batch.writes.first(_MAKES, [draft.id])
