"""Tables as Markdown writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

NONE = "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table with an empty line after it; an empty cell shows a dash."""
    yield line(head)
    yield line(["---"] * len(head))
    yield from map(line, rows)
    yield ""


def line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") or NONE for cell in cells) + " |"


def codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def page(*lines: str) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
