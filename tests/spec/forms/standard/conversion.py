"""Forms as the tests see them: built, and converted by pyxform."""

from __future__ import annotations

import io
from functools import cache

from pyxform.xls2xform import ConvertResult, convert

from khetane.forms.standard import ROOT
from khetane.forms.standard.build import build_xlsx
from khetane.forms.standard.sheets import Sheets, read_sheets


@cache
def converted(form: str) -> ConvertResult:
    return convert(io.BytesIO(build_xlsx(ROOT / form)), file_type=".xlsx", pretty_print=False)


@cache
def sheets(form: str) -> Sheets:
    return read_sheets(ROOT / form)


def codes(form: str, list_name: str) -> list[str]:
    return [row["name"] for row in sheets(form).choices if row["list_name"] == list_name]


def properties(form: str) -> set[tuple[str, str]]:
    """Pairs (dataset, property) that the form saves; an unprefixed property belongs to the one dataset."""
    datasets = [row["list_name"] for row in sheets(form).entities]
    saved = [row["save_to"] for row in sheets(form).survey if row.get("save_to")]
    return {tuple(name.split("#")) if "#" in name else (datasets[0], name) for name in saved}  # type: ignore[misc]  # two parts
