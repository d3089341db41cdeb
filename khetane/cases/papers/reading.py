"""The catalogue of papers: which there are for a procedure, and their texts in every language. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from khetane.cases.procedures.definition import ProcedureType
from khetane.core.definitions import Entry, Words, read_yaml

SHIPPED = Path(__file__).with_name("catalogue.yaml")
SIGNERS = ("client", "attorney")
# What a text may have filled in; `khetane.cases.papers.filling` says where each comes from.
GAPS = frozenset(
    "person birth parent address attorney body procedure reference initiated decided due".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is filled from a case. Without `types` it is for each; `encloses` lists the papers needed."""

    code: str
    title: Words
    to: Words
    body: tuple[Words, ...]
    types: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    signed_by: str
    encloses: bool

    def fits(self, procedure: ProcedureType) -> bool:
        return (not self.types or procedure.code in self.types) and (
            not self.jurisdictions or procedure.jurisdiction in self.jurisdictions
        )


@cache
def shipped() -> tuple[Paper, ...]:
    """The papers that come with Khetane."""
    return tuple(read_file(SHIPPED))


def papers_for(procedure: ProcedureType) -> tuple[Paper, ...]:
    """The papers for procedures of this type."""
    return tuple(one for one in shipped() if one.fits(procedure))


def read_file(file: Path) -> Iterator[Paper]:
    """The papers of a file. Raises WrongDefinition."""
    top = read_yaml(file)
    papers = Entry(f"{file.name}, papers", top.get("papers", dict))
    top.done()
    for code in papers.values:
        yield read_paper(code, Entry(f"{file.name}, {code}", papers.get(code, dict)))


def read_paper(code: str, entry: Entry) -> Paper:
    paper = Paper(
        code=code,
        title=entry.words("title"),
        to=entry.words("to"),
        body=tuple(part.all_words() for part in entry.each("body")),
        types=tuple(entry.get("types", list, [])),
        jurisdictions=tuple(entry.get("jurisdictions", list, [])),
        signed_by=entry.one_of("signed_by", SIGNERS),
        encloses=entry.get("encloses", bool, False),
    )
    entry.done()
    for words in (paper.title, paper.to, *paper.body):
        for gap in {gap for text in words.values() for gap in gaps_of(text)} - GAPS:
            raise entry.refuse(
                f"“{{{gap}}}” is nothing that can be filled in. There are: {', '.join(sorted(GAPS))}."
            )
    return paper


def gaps_of(text: str) -> set[str]:
    """What stands in braces in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
