"""`khetane form`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khetane.cli.answers import print_facts, refused
from khetane.cli.setup import django_setup
from khetane.config.problem import Problem

if TYPE_CHECKING:
    from khetane.forms.actions import NotPublished, Published

group = typer.Typer(help="The form catalogue.", no_args_is_help=True)


@group.command("publish")
def publish(
    file: Annotated[Path | None, typer.Argument(help="An XLSForm (.xlsx, .xls) or XForm (.xml).")] = None,
    media: Annotated[Path | None, typer.Option(help="Folder with the files the form needs.")] = None,
    standard: Annotated[bool, typer.Option("--standard", help="Publish Khetane's own forms.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Publish a form, or the standard forms. The same version with the same content changes nothing."""
    if standard == (file is not None):
        raise Problem("Name one form file to publish, or give --standard to publish Khetane's own forms.")
    files = _read(file, media) if file is not None else ("", b"", {})
    django_setup()
    from khetane.core.viewer import acting_as_system
    from khetane.forms.actions import NotPublished
    from khetane.forms.actions import publish as publish_form
    from khetane.forms.shipped import publish_standard

    try:
        with refused(), acting_as_system():
            if standard:
                done = publish_standard(lambda name: typer.echo(name, err=True))
                print_facts({"published": [_answer(one) for one in done]}, as_json=as_json)
            else:
                name, data, beside = files
                print_facts(_answer(publish_form(data, name, beside)), as_json=as_json)
    except NotPublished as refusal:
        _refuse(refusal, as_json=as_json)


def _read(file: Path, media: Path | None) -> tuple[str, bytes, dict[str, bytes]]:
    """The form's name and bytes, and those of its files; Problem names what cannot be read."""
    try:
        beside = sorted(path for path in media.iterdir() if path.is_file()) if media else []
        return file.name, file.read_bytes(), {path.name: path.read_bytes() for path in beside}
    except OSError as error:
        raise Problem(
            f"{error.filename} cannot be read ({error.strerror}). Check the path and try again."
        ) from error


def _answer(published: Published) -> dict[str, Any]:
    """What scripts read; keys may be added, never renamed."""
    return {
        "form_id": published.version.form.form_id,
        "version": published.version.version,
        "id": str(published.version.pk),
        "title": published.version.title,
        "changed": published.changed,
        "warnings": [warning.to_json() for warning in published.warnings],
    }


def _refuse(refusal: NotPublished, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"errors": [one.to_json() for one in refusal.problems]}, ensure_ascii=False))
    else:
        for one in refusal.problems:
            typer.echo(one.message, err=True)
    raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="form")
