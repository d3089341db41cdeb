"""Work on the translations: `python -m khetane.web.translations extract|update|derive|compile|check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import product

from babel.messages.pofile import write_po

from khetane.web import catalogue_rules, catalogues
from khetane.web.languages import DERIVED_FROM, LIBRARIES_DIR, LOCALE_DIR, catalogue


def extract() -> int:
    """Print every string for people as a PO template."""
    write_po(sys.stdout.buffer, catalogues.found(), width=100, sort_output=True, include_lineno=False)
    return 0


def update() -> int:
    """Bring the catalogues in git up to the strings in the code."""
    template = catalogues.found()
    for code in catalogues.WRITTEN_BY_HAND:
        catalogues.update(code, template)
        waiting = sum(1 for line in problems(code) if line)
        print(f"{catalogue(code)}: {len(template)} strings, {waiting} to do")
    return 0


def derive() -> int:
    """Write the catalogues that are derived by transliteration."""
    catalogues.derive()
    return 0


def compile_catalogues() -> int:
    """Derive, then write the .mo files that Django reads."""
    for path in catalogues.compile_all():
        print(path)
    return 0


def check() -> int:
    """Exit 1 with a sentence for each string that is missing, differs in placeholders, or is stale."""
    found = [line for code in catalogues.WRITTEN_BY_HAND for line in problems(code)]
    found += list(stale())
    found += catalogue_rules.both_ways((ids, context) for _, ids, _, context in catalogues.occurrences())
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(found)} problems in the translations." if found else "The translations are complete.")
    return 1 if found else 0


def problems(code: str) -> Iterator[str]:
    return catalogue_rules.problems(code, catalogues.read(code), catalogues.found())


def stale() -> Iterator[str]:
    for folder, (code, source) in product((LOCALE_DIR, LIBRARIES_DIR), DERIVED_FROM.items()):
        if not catalogue(code, folder).exists():
            continue  # it is not in git; the build writes it
        written = {message.id: message.string for message in catalogues.read(code, folder) if message.id}
        wanted = {message.id: message.string for message in catalogues.derived(code, folder) if message.id}
        if written != wanted:
            yield f"{code} is older than {source}. Run: python -m khetane.web.translations compile"


COMMANDS: dict[str, Callable[[], int]] = {
    "extract": extract,
    "update": update,
    "derive": derive,
    "compile": compile_catalogues,
    "check": check,
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m khetane.web.translations", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__, description=command.__doc__)
    return COMMANDS[parser.parse_args(arguments).command]()


if __name__ == "__main__":
    sys.exit(main())
