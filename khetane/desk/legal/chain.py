"""The chain of documents and rights on the page of a person, with the next step that is possible."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.cases.legal import Procedure
from khetane.cases.procedures.chain import EXPIRED, Link, Said, State, Went, chain, next_possible
from khetane.core.birth import birth_known
from khetane.core.masking import sees
from khetane.desk.legal.words import Text, gives_name, type_name
from khetane.organisations.economies import economy_of
from khetane.people.enums import DocumentKind
from khetane.people.models import Document, Person

LABELS: dict[State, Text] = {
    State.THERE: _("has it"),
    State.RUNNING: _("under way"),
    State.POSSIBLE: _("possible now"),
    State.ASK: _("ask: not known"),
    State.AGAIN: _("granted long ago: ask whether it still runs"),
    State.BLOCKED: _("not yet possible"),
    State.NOT_YET: _("not at this age"),
}
# The colours of tags go by states that every page knows.
TAGS = {
    State.THERE: "has",
    State.RUNNING: "in_procedure",
    State.POSSIBLE: "open",
    State.ASK: "waiting",
    State.AGAIN: "waiting",
    State.BLOCKED: "ended",
    State.NOT_YET: "ended",
}


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One link in the reader's words: how far it is, what is missing before it, what one may begin."""

    gives: str
    name: Text
    state: State
    tag: str
    label: Text
    missing: tuple[Text, ...]
    begin: tuple[tuple[str, str], ...]
    running: tuple[Procedure, ...]
    is_document: bool
    is_next: bool


def chain_of(person: Person, documents: Iterable[Document], today: datetime.date) -> list[ChainLine]:
    """The links for this person, by her documents and by the procedures that the viewer reads; one question."""
    if person.unit_id is None or not sees(Document, "state", person.unit_id):
        return []
    procedures = list(Procedure.objects.filter(person=person).order_by("-initiated_on"))
    links = chain(
        documents={one.kind: said_of(one, today) for one in documents},
        procedures=[Went(one.type, one.outcome, one.solved_on) for one in procedures],
        economy=economy_of(person.unit_id),
        birth=birth_known(person.birth_date, person.birth_precision),
        on=today,
    )
    following = next_possible(links)
    return [line(link, procedures, link == following) for link in links]


def said_of(document: Document, today: datetime.date) -> Said:
    """What is on record of a document: since the day on which it ran out, or on which it was last written."""
    if document.ran_out(today):
        return Said(EXPIRED, document.valid_until)
    return Said(document.state, timezone.localdate(document.updated_at))


def line(link: Link, procedures: list[Procedure], is_next: bool) -> ChainLine:
    codes = {one.code for one in link.types}
    may_begin = link.state in (State.POSSIBLE, State.ASK, State.AGAIN)
    return ChainLine(
        gives=link.gives,
        name=gives_name(link.gives),
        state=link.state,
        tag=TAGS[link.state],
        label=LABELS[link.state],
        missing=tuple(gives_name(one) for one in link.missing),
        begin=tuple((one.code, type_name(one.code)) for one in link.types) if may_begin else (),
        running=tuple(one for one in procedures if one.type in codes and one.outcome == "pending"),
        is_document=link.gives in DocumentKind.values,
        is_next=is_next,
    )
