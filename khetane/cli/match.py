"""`khetane match`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khetane.config.problem import Problem

if TYPE_CHECKING:
    from khetane.engine.matching.matching import Report

MEMORY = re.compile(r"[1-9]\d*(MB|GB)")


def match(
    a: Annotated[Path, typer.Argument(metavar="FILE_A.csv", help="A table of persons, one a row.")],
    columns: Annotated[
        Path,
        typer.Option(
            metavar="MAP.yaml",
            help="Which column holds what: id, given_name, family_name, birth_date, sex, address, settlement, document.",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="PAIRS.csv", help="Where to write id_a, id_b, probability.")],
    b: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE_B.csv",
            help="A second table; without it, persons who stand twice in the first are looked for.",
        ),
    ] = None,
    threshold: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="The least probability of a pair that is written.")
    ] = 0.5,
    encoding: Annotated[
        str | None, typer.Option(help="How the tables are written, where it is not UTF-8: cp1250, cp1251 …")
    ] = None,
    memory: Annotated[
        str, typer.Option(help="How much memory the matching may use; the rest goes to disk.")
    ] = "2GB",
) -> None:
    """Say which rows of one table, or of two, are the same person. Reads no records and keeps nothing."""
    if not MEMORY.fullmatch(memory):
        raise Problem(f"--memory {memory} is no amount of memory. Write it as 500MB or 2GB.")
    if out.resolve() in {path.resolve() for path in (a, b, columns) if path is not None}:
        raise Problem(f"--out {out} is one of the files to read. Give the pairs a name of their own.")
    _tell(_match(a, b, columns, out, threshold, encoding, memory), out)


def _match(
    a: Path, b: Path | None, columns: Path, out: Path, threshold: float, encoding: str | None, memory: str
) -> Report:
    # Splink takes seconds to load, and the other commands do without.
    from khetane.engine.matching.columns import read_columns
    from khetane.engine.matching.matching import Table, match_files
    from khetane.engine.matching.refusal import Unmatchable

    try:
        of_a, of_b = read_columns(columns)
        second = Table(b, of_b, encoding) if b is not None else None
        return match_files(Table(a, of_a, encoding), second, out, threshold=threshold, memory=memory)
    except Unmatchable as wrong:
        raise Problem(str(wrong)) from wrong
    except OSError as error:
        raise Problem(f"{out} cannot be written ({error.strerror}). Choose another place.") from error


def _tell(found: Report, out: Path) -> None:
    """What was read and found, apart from the answer itself."""
    rows = f"{found.rows_a} rows" if found.rows_b is None else f"{found.rows_a} and {found.rows_b} rows"
    typer.echo(f"{found.pairs} pairs among {rows}, written to {out}", err=True)
    if found.bad_dates:
        typer.echo(f"{found.bad_dates} birth dates are no days and counted as missing.", err=True)
    for key, persons in found.crowded.items():
        name = key.removeprefix("key_").replace("_", " ")
        typer.echo(
            f"{persons} rows share the key “{name}” with too many others; they were compared by their other keys.",
            err=True,
        )


def register(app: typer.Typer) -> None:
    app.command("match")(match)
