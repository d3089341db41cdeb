"""The dataset `document`: one record per person and kind, its number encrypted."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from khetane.history.bulk import Row, ask
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property, Value, choice, day, record_id, text
from khetane.history.recording import hexed
from khetane.people.datasets.belonging import Belonging
from khetane.people.enums import DocumentKind, DocumentState
from khetane.people.models import Document
from khetane.people.numbers import normalise, number_hash, open_number, seal_number

_SAME = "select id, person_id, kind from people_document where person_id = any(%s)"


def number(given: str) -> Value:
    """A document's number, written one way."""
    text(60)(given)
    return normalise(given)


class DocumentDataset(Belonging):
    """Whether a person has a document. Another edit about the same kind of document is about the same record."""

    name = "document"
    model = Document
    declared = (
        Property("person", record_id, "person_id", empty=None, required=True, refers="person"),
        Property("kind", choice(DocumentKind.values), "kind", required=True),
        Property("state", choice(DocumentState.values), "state", empty="unknown"),
        Property("number", number),
        Property("valid_until", day, "valid_until", empty=None),
    )
    together = (("state", "number", "valid_until"),)

    def find_same(self, wanted: Sequence[Wanted], batch: Batch) -> None:
        persons = {one.given.get("person") for one in wanted if one.action != "update"}
        asked = [UUID(str(id)) for id in persons if id and ("person", UUID(str(id))) not in batch.creating]
        known = {(str(person), kind): id for id, person, kind in ask(_SAME, [asked])} if asked else {}
        for one in wanted:
            same = known.get((str(one.given.get("person")), str(one.given.get("kind"))))
            if same is not None and one.action != "update" and one.id != same:
                one.id, one.action, one.base_version = same, "upsert", None

    def draft(self, row: Row) -> Draft:
        made = super().draft(row)
        if row["number_sealed"]:
            opened = open_number(bytes.fromhex(row["number_sealed"].removeprefix("\\x")), made.id)
            made.standing["number"] = made.values["number"] = opened
        return made

    def columns(self, draft: Draft) -> Row:
        said = draft.values["number"]
        sealed = hexed(seal_number(said, draft.id)) if said else None
        return super().columns(draft) | {
            "number_sealed": sealed,
            "number_hash": hexed(number_hash(said)) if said else None,
        }
