"""The datasets `self_identification` and `status`: what a person said of herself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from khetane.core.problems import Problem
from khetane.history.bulk import Row, ask
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property, choice, choices, day, record_id, unlisted
from khetane.organisations.economies import economy_of
from khetane.people import problems
from khetane.people.datasets.belonging import Belonging
from khetane.people.datasets.person import birth_of
from khetane.people.enums import Answer, StatusKind
from khetane.people.lists import GROUPS
from khetane.people.models import PersonStatus, SelfIdentification
from khetane.people.rules import ANSWERS_FROM, may_answer

# The mandate under which everything said of ethnicity is kept: only its own permission reads it (rule 3).
MANDATE = "self_identification"
_SAME = "select id, person_id from people_selfidentification where person_id = any(%s)"


class SelfIdentificationDataset(Belonging):
    """One answer per person; another edit about the same person is about the same record."""

    name = "self_identification"
    model = SelfIdentification
    mandated = True
    clashes = {"people_selfidentification_person_id_key": problems.SAID_ALREADY}
    declared = (
        Property("person", record_id, "person_id", empty=None, required=True, refers="person"),
        Property("answer", choice(Answer.values), "answer", empty="not_asked"),
        Property("groups", choices(GROUPS.codes), "groups", empty=[]),
    )
    together = (("answer", "groups"),)

    def find_same(self, wanted: Sequence[Wanted], batch: Batch) -> None:
        persons = {one.given.get("person") for one in wanted if one.action != "update"}
        asked = [UUID(str(id)) for id in persons if id and ("person", UUID(str(id))) not in batch.creating]
        known = {str(person): id for id, person in ask(_SAME, [asked])} if asked else {}
        for one in wanted:
            same = known.get(str(one.given.get("person")))
            if same is not None and one.action != "update" and one.id != same:
                one.id, one.action, one.base_version = same, "upsert", None

    def draft(self, row: Row) -> Draft:
        made = super().draft(row)
        made.mandate = MANDATE
        return made

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.mandate = MANDATE
        yield from super().settle(draft, batch)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        answer, groups = draft.values["answer"], draft.values["groups"]
        if groups and draft.changed("groups") and draft.unit_id:
            yield from unlisted(draft.where, "groups", groups, GROUPS.of(economy_of(draft.unit_id)))
        if draft.values["groups"] and answer != Answer.ASKED:
            yield problems.GROUPS_WITHOUT_ANSWER.about(where=draft.where, answer=answer)
        if answer != Answer.NOT_ASKED and draft.changed("answer", "groups"):
            yield from _own_answer(draft, batch)


def _own_answer(draft: Draft, batch: Batch) -> Iterator[Problem]:
    """Of who is a child for certain nobody else answers; an answer that stands already is not looked at again."""
    person, day = batch.record("person", draft.values["person"]), batch.source.day
    if person and not may_answer(birth_of(person.values), day):
        yield problems.CHILD_ASKED.about(where=draft.where, years=ANSWERS_FROM, day=day.isoformat())


class StatusDataset(Belonging):
    """Displaced, returnee, asylum, stateless: from one day to another."""

    name = "status"
    model = PersonStatus
    declared = (
        Property("person", record_id, "person_id", empty=None, required=True, refers="person"),
        Property("kind", choice(StatusKind.values), "kind", required=True),
        Property("since", day, "since", empty=None, past=True),
        Property("until", day, "until", empty=None),
    )
    together = (("since", "until"),)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        since, until = draft.values["since"], draft.values["until"]
        if since and until and until < since:
            yield problems.ENDS_BEFORE_IT_BEGINS.about(where=draft.where, begins=since, ends=until)
