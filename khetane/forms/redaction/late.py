"""A record that comes in after a person it speaks of was erased: taken without her (docs/explanation/privacy.md).

Tablets keep what they sent, and send it corrected. What the others in it said is applied as ever; of her nothing
is applied, and nothing is stored that can be read. Which ids were erased the database knows
(`khetane_forms_erased`): ids and the units that held them, filled by every erasure and by every replay of the ledger.
A unit that never held her is told nothing: to it her id is one that is not here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from khetane.core.problems import Problem, Sentence, gettext_noop
from khetane.forms.contents import edits_in
from khetane.forms.models import Source
from khetane.forms.redaction.documents import Gone, her_labels, ids_in, redact_office, redact_xml
from khetane.forms.redaction.naming import Names
from khetane.history.bulk import ask
from khetane.history.source import Applied, Edit

ERASED = Sentence(
    "erased-01",
    gettext_noop(
        "It names a person or household that was erased or pseudonymised. Nothing about them was stored; the rest "
        "was taken. Delete them from the device. Whoever wants to be recorded again is entered as a new person."
    ),
)
_AMONG = "select forms_erased_among(%s, %s)"
_NAMES = ("given_name", "family_name")


def erased_among(content: bytes, unit_id: UUID) -> frozenset[UUID]:
    """The ids in a submission of a unit that were erased, of those that the unit held."""
    named = ids_named(content)
    found = ask(_AMONG, [named, unit_id])[0][0] if named else None
    return frozenset(found or ())


def ids_named(content: bytes) -> list[UUID]:
    """Every id that stands in a submission, to be looked up."""
    return [UUID(one) for one in ids_in(content)]


@dataclass(frozen=True, slots=True)
class Without:
    """What is left of a submission without the erased: its content, its edits, and what cannot be read of it."""

    content: bytes
    edits: Sequence[Edit]
    wrong: Sequence[Problem]
    placeless: bool


def without(
    source: str, content: bytes, version: UUID | None, erased: frozenset[UUID], edits: Sequence[Edit]
) -> Without:
    """Take everything of the `erased` out of a submission that makes `edits`."""
    gone = gone_of(source, content, erased, edits)
    bare = redact_office(content, gone) if source == Source.OFFICE else redact_xml(content, gone)
    left, wrong = edits_in(source, bare, version)
    return Without(bare, left, wrong, any(one.dataset == "household" and one.id in erased for one in edits))


def gone_of(source: str, content: bytes, erased: frozenset[UUID], edits: Sequence[Edit] = ()) -> Gone:
    """Who is to be redacted. Her names are learnt from the submission: nothing else here knows them any more."""
    theirs = _theirs(erased, edits)
    ids = frozenset(map(str, theirs))
    gone = Gone(subjects=ids, records=ids, names=Names(), households=ids, at_home=True)
    for one in edits:
        told = [one.values.get(name, "") for name in _NAMES]
        if one.dataset == "person" and one.id in theirs:
            gone.names.add(given=told[0], family=told[1])
        elif one.dataset == "person":
            gone.names.stays(*told)
    if source != Source.OFFICE:
        for label in her_labels(content, gone):
            gone.names.add(given=label, family=label)
    kept = {one.values.get(name, "").strip() for one in edits if one.id not in theirs for name in _NAMES}
    return replace(gone, kept=frozenset(kept - {""}))


def _theirs(erased: frozenset[UUID], edits: Sequence[Edit]) -> frozenset[UUID]:
    """The erased ids and those of records that are theirs by naming them, and by naming those."""
    theirs = erased
    while True:
        ids = frozenset(map(str, theirs))
        gone = Gone(subjects=ids, records=ids, names=Names(), households=ids)
        more = theirs | {
            one.id for one in edits if gone.owns(one.dataset, str(one.id), iter(one.values.values()))
        }
        if more == theirs:
            return theirs
        theirs = more


def told(applied: Applied) -> Applied:
    """The same, saying that somebody was left out."""
    return replace(applied, reasons=(*applied.reasons, ERASED.about()))
