"""The options of an OData address, checked."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from khetane.core.numerals import LARGEST_INTEGER, whole_number
from khetane.core.refusals import Invalid
from khetane.forms.exports.quick import MAIN
from khetane.integrations.odata import problems
from khetane.integrations.odata.filters import Condition, condition
from khetane.integrations.odata.schema import MAIN_SET, EntitySet

KNOWN = ("$top", "$skip", "$skiptoken", "$count", "$filter", "$select", "$format")
BELOW_ROOT = f"$root/{MAIN_SET}/"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page continues: after a submission, and after some rows of the next one."""

    after: tuple[datetime, str] | None = None
    rows: int = 0

    def token(self) -> str:
        """The place as text for a $skiptoken: no answers, no names."""
        told = [self.after[0].isoformat(), self.after[1]] if self.after else [None, None]
        return base64.urlsafe_b64encode(json.dumps([*told, self.rows]).encode()).decode()

    @classmethod
    def read(cls, token: str) -> Place:
        try:
            moment, submission, rows = json.loads(base64.urlsafe_b64decode(token))
            after = (datetime.fromisoformat(moment), str(UUID(submission))) if moment else None
            if not isinstance(rows, int) or rows < 0 or (after and after[0].tzinfo is None):
                raise ValueError("not a place")
        except (ValueError, TypeError, AttributeError, binascii.Error) as error:
            raise Invalid(problems.BAD_TOKEN.about()) from error
        return cls(after, rows)


@dataclass(frozen=True, slots=True)
class Options:
    """What of a table is asked for."""

    top: int | None
    skip: int
    place: Place
    count: bool
    where: Condition | None
    select: frozenset[str] | None


def options(given: Mapping[str, str], entity_set: EntitySet) -> Options:
    """The options of a request; Invalid with a sentence when one cannot be read or is not supported."""
    for name in given:
        if name.startswith("$") and name not in KNOWN:
            raise Invalid(problems.UNKNOWN_OPTION.about(name=name[:40]))
    text = given.get("$filter", "").strip()
    root = "" if entity_set.path == MAIN else BELOW_ROOT
    return Options(
        top=_number("$top", given),
        skip=_number("$skip", given) or 0,
        place=Place.read(given["$skiptoken"]) if given.get("$skiptoken") else Place(),
        count=given.get("$count", "").lower() == "true",
        where=condition(text, root=root) if text else None,
        select=_selected(given.get("$select", ""), entity_set),
    )


def _number(name: str, given: Mapping[str, str]) -> int | None:
    text = given.get(name, "")
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        raise Invalid(problems.BAD_NUMBER.about(name=name, limit=LARGEST_INTEGER))
    return number


def _selected(text: str, entity_set: EntitySet) -> frozenset[str] | None:
    names = frozenset(name.strip() for name in text.split(",") if name.strip())
    if not names or names == {"*"}:
        return None
    for name in sorted(names - entity_set.names):
        raise Invalid(problems.UNKNOWN_COLUMN.about(name=name[:80]))
    return names
