"""The dataset `concerned_household`: a household that a process concerns, and what it said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property, choice, day, record_id
from khetane.people.datasets.belonging import Belonging
from khetane.upgrading import problems
from khetane.upgrading.datasets.belonging import PROCESS
from khetane.upgrading.enums import View
from khetane.upgrading.models import ConcernedHousehold

_SAME = """
    select id, process_id, household_id from upgrading_concernedhousehold where process_id = any(%s)
"""


class ConcernedDataset(Belonging):
    """A household concerned, once per process; its unit is the household's."""

    name = "concerned_household"
    model = ConcernedHousehold
    declared = (
        PROCESS,
        Property("household", record_id, "household_id", empty=None, required=True, refers="household"),
        Property("view", choice(View.values), "view", empty=View.NOT_ASKED.value),
        Property("told_on", day, "told_on", empty=None, past=True),
        Property("said_on", day, "said_on", empty=None, past=True),
    )
    together = (("view", "said_on"),)

    def find_same(self, wanted: Sequence[Wanted], batch: Batch) -> None:
        asked = [UUID(str(one.given["process"])) for one in wanted if one.given.get("process")]
        known = {(str(owner), str(home)): id for id, owner, home in ask(_SAME, [asked])} if asked else {}
        for one in wanted:
            same = known.get((str(one.given.get("process")), str(one.given.get("household"))))
            if same is not None and one.action != "update" and one.id != same:
                one.id, one.action, one.base_version = same, "upsert", None

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        values = draft.values
        if values["view"] != View.NOT_ASKED:
            values["said_on"] = values["said_on"] or batch.source.day.isoformat()

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        if not draft.is_new and draft.changed("process", "household"):
            yield problems.STAYS.about(where=draft.where)
