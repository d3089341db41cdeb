"""`khetane places`: the shipped places, and boundaries from files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from khetane.cli.progress import progress
from khetane.cli.setup import django_setup

places = typer.Typer(
    help="The tree of places: load the shipped ones, import boundaries.", no_args_is_help=True
)


@places.command()
def load() -> None:
    """Add the places Khetane ships with; those that are there stay as they are. Safe to repeat."""
    django_setup()
    from khetane.places import shipped

    with progress("Places") as reached:
        loaded = shipped.load(reached)
    typer.echo(f"{loaded.added} places added, {loaded.present} were there.")


@places.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="GeoJSON, GeoPackage or zipped Shapefile.", exists=True, dir_okay=False)
    ],
    below: Annotated[str, typer.Option(help="Code of the place in which the features lie.")] = "SEE",
    kind: Annotated[
        str, typer.Option(help="Only places of this kind: district, municipality, settlement.")
    ] = "",
    code_field: Annotated[str, typer.Option(help="The file's field that holds the code.")] = "",
    name_field: Annotated[str, typer.Option(help="The file's field that holds the name.")] = "",
    layer: Annotated[str, typer.Option(help="The layer, where the file has several.")] = "",
    add: Annotated[
        bool, typer.Option("--add", help="Add features that are no place yet, below --below.")
    ] = False,
    skip_unmatched: Annotated[
        bool, typer.Option("--skip-unmatched", help="Leave out what is no place.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would change, and write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Import boundaries or points of places: all of them, or, when one cannot be, none."""
    django_setup()
    from khetane.places.boundaries.command import import_boundaries
    from khetane.places.boundaries.planning import Options

    options = Options(layer, code_field, name_field, kind, add, skip_unmatched)
    result = import_boundaries(file, below, options, write=not preview)
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else said(result))
    if result["errors"]:
        raise typer.Exit(1)


def said(result: dict[str, Any]) -> str:
    """The result for people."""
    if result["errors"]:
        return "\n".join(["Nothing was imported.", *result["errors"]])
    done = "imported" if result["written"] else "would be imported"
    lines = [f"{len(result['places'])} places {done}, {result['added']} of them new."]
    if result["skipped"]:
        lines.append(f"Left out: {', '.join(result['skipped'])}.")
    return "\n".join(lines)


def register(app: typer.Typer) -> None:
    app.add_typer(places, name="places")
