"""A device that knows the records sent so far: the lists our forms choose from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from khetane.demo.instances import Filled
from khetane.demo.sendings import Sending
from khetane.demo.towns import Town
from khetane.forms.xml.compiled import compile_form
from khetane.forms.xml.entities import Action, EntityEdit, entities
from khetane.forms.xml.instance import parse
from khetane.history.source import OfficeEdit
from tests.spec.forms.standard.conversion import converted

COLUMNS = {
    "household": ("place",),
    "person": ("household", "birth_date"),
    "visit": ("place", "state", "date"),
    "need": ("household", "state"),
    "procedure": ("household", "type"),
    "referral": ("household", "state"),
    "task": ("household", "state", "due"),
    "case_plan": ("household", "state"),
    "plan_step": ("plan", "state"),
    "document": ("person", "kind"),
    "consent": ("household", "withdrawn_on"),
    "settlement": ("economy",),
    "settlement_process": ("place", "kind"),
}


class Device:
    """Follows the records as the server would, by their edits."""

    def __init__(self, town: Town) -> None:
        self.records: dict[str, dict[str, dict[str, str]]] = {name: {} for name in COLUMNS}
        for place in town.settlements:
            self.records["settlement"][str(place.id)] = {
                "label": place.name,
                "economy": "RS",
                "__version": "1",
            }

    def follow(self, sending: Sending) -> None:
        """Take up what a sending changes."""
        edits: Iterable[EntityEdit | OfficeEdit] = (
            edits_of(sending.filled) if sending.filled else sending.edits
        )
        for edit in edits:
            record = self.records.get(edit.dataset, {}).setdefault(str(edit.id), {"__version": "0"})
            if edit.dataset != "settlement":
                record |= {**edit.values, "__version": str(int(record["__version"]) + 1)}
            record["label"] = edit.label or record.get("label", "")

    def lists(self, household: str) -> dict[str, str]:
        """The lists as files, cut down to what a form about one household can choose."""
        return {name: self._list(name, household) for name in COLUMNS}

    def _list(self, name: str, household: str) -> str:
        persons = {key for key, one in self.records["person"].items() if one.get("household") == household}
        plans = {key for key, one in self.records["case_plan"].items() if one.get("household") == household}
        kept = {
            key: one
            for key, one in self.records[name].items()
            if name in ("settlement", "settlement_process", "visit", "referral")
            or key == household
            or one.get("household") == household
            or one.get("person") in persons
            or one.get("plan") in plans
        }
        out = io.StringIO()
        columns = ("name", "label", *COLUMNS[name], "__version", "__trunkVersion", "__branchId")
        writer = csv.DictWriter(out, columns, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows({"name": key, **one} for key, one in kept.items())
        return out.getvalue()


def edits_of(filled: Filled) -> tuple[EntityEdit, ...]:
    """The edits that the server reads from a filled form."""
    extraction = entities(parse(filled.xml()), compile_form(converted(filled.form).xform.encode()))
    assert extraction.problems == ()
    return extraction.edits


def comparable(edits: Iterable[EntityEdit]) -> list[tuple[object, ...]]:
    """Edits without the ids that each client makes anew: those of new records are numbered instead."""
    several = list(edits)
    new = {str(edit.id): f"new {edit.path}" for edit in several if edit.action is not Action.UPDATE}
    return [
        (
            edit.dataset,
            edit.path,
            edit.action if edit.base_version is None else Action.UPDATE,
            new.get(str(edit.id), str(edit.id)),
            edit.label,
            edit.base_version,
            {name: new.get(value, value) for name, value in edit.values.items() if value},
        )
        for edit in several
    ]
