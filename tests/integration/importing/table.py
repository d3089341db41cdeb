"""A small table of a unit, and what is done with it in tests. All people in it are invented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from khetane.access.models import Account
from khetane.importing import at_once
from khetane.importing.mapping import ColumnMap, of_json
from tests.workbooks import xlsx

HEADER = ("Br. dom.", "Naselje", "Adresa", "Ime", "Prezime", "Pol", "Rođen", "Srodstvo", "Potreba", "Opis")
COLUMNS = dict(
    zip(
        HEADER,
        (
            "household.key", "household.place", "household.address", "person.given_name", "person.family_name",
            "person.sex", "person.birth_date", "person.role", "need.area", "need.description",
        ),
        strict=True,
    )
)  # fmt: skip
ROWS: Sequence[Sequence[object]] = (
    (1, "Settlement HERE", "Plava vrata", "Милан", "Измишљени", "м", "12.3.1980.", "head", "", ""),
    (1, "", "", "Ružica", "Izmišljeni", "Ž", "oko 1985", "žena", "health", "Naočare"),
    (
        2,
        "HERE-S1",
        "Kraj puta",
        "Senad",
        "Nepostojeći",
        "muški",
        1972,
        "head",
        "documents",
        "Bez lične karte",
    ),
)


def mapping(**more: Any) -> ColumnMap:
    return of_json({"columns": COLUMNS, **more})


def workbook(*rows: Sequence[object], header: Sequence[str] = HEADER) -> bytes:
    return xlsx({"Table": [header, *(rows or ROWS)]})


def take_in(
    who: Account, data: bytes, said: ColumnMap | None = None, *, alike: bool = False
) -> dict[str, Any]:
    return at_once.apply(
        who.pk, "", "domacinstva.xlsx", data, said or mapping(), alike=alike, reached=lambda done, whole: None
    )


def dry_run(who: Account, data: bytes, said: ColumnMap | None = None) -> dict[str, Any]:
    return at_once.dry_run(who.pk, "", "domacinstva.xlsx", data, said or mapping())
