"""docs/reference/procedures.md."""

from __future__ import annotations

from collections.abc import Iterator

from khetane.cases.procedures.definition import ProcedureType, Rules
from khetane.cases.procedures.reading import shipped
from khetane.cases.procedures.terms import Term
from scripts.reference import markdown

HEAD = """# Legal procedures

Made by `python -m scripts.reference` from `khetane/cases/procedures/catalogue/`; do not edit it here. `khetane deadline TYPE
--event EVENT=DATE` counts the terms. How sure each fact is stands beside it: *verified* (a lawyer compared it with the
law in force), *seen* (read in a public copy), *recalled* (to be verified before anybody relies on it). A term whose last day
is a Saturday, a Sunday or a public holiday ends on the next working day.

\\* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 and the ICJ
Opinion on the Kosovo declaration of independence. It applies to the procedures of XK.
"""


def page() -> str:
    """The page, in Markdown."""
    sections = [line for procedure in shipped().values() for line in section(procedure)]
    return markdown.page(HEAD, *sections)


def section(procedure: ProcedureType) -> Iterator[str]:
    yield f"## {procedure.code}: {procedure.names['en']} ({procedure.jurisdiction})"
    yield ""
    if procedure.unlocks:
        yield f"Unlocks {markdown.codes(procedure.unlocks)}."
    if procedure.lawyer_only:
        yield "A lawyer has to act: a civil society organisation may not."
    for rules in procedure.versions:
        yield from version(rules)


def version(rules: Rules) -> Iterator[str]:
    yield ""
    yield f"Rules {rules.version}, from {rules.valid_from} [{rules.status.value}]: {rules.legal_basis['en']}. "
    yield f"Body: {rules.body['en']}. Source: {rules.source['en']}."
    yield ""
    yield from markdown.table(
        ("event", "step", "whose turn"),
        [(f"`{step.event}`", step.names["en"], step.by) for step in rules.steps],
    )
    if rules.deadlines:
        yield from markdown.table(
            ("term", "of", "from", "until", "by", "status"),
            [
                (
                    said(one.term),
                    one.names["en"],
                    f"`{one.after}`",
                    f"`{one.until}`",
                    one.basis["en"],
                    one.status.value,
                )
                for one in rules.deadlines
            ],
        )


def said(term: Term) -> str:
    return f"{term.count} {term.unit.value.replace('_', ' ')}"
