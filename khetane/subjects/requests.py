"""Taking down what a person asks for, and dealing with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.people.enums import GivenBy
from khetane.people.models import Household, Person
from khetane.subjects.copying import sealed
from khetane.subjects.copying.gathering import Gathered, gather
from khetane.subjects.copying.rules import Asked
from khetane.subjects.erasing import Erased, erase
from khetane.subjects.ledger import Entry, Ledger
from khetane.subjects.models import RequestKind, RequestState, SubjectRequest
from khetane.subjects.states import machine_of
from khetane.subjects.tasks import remove_old_bytes

TAKE, EXECUTE = sealed.TAKE, sealed.EXECUTE
CLOSED = Sentence("closed", gettext_noop("This request was dealt with already. Go back to the list."))
NOT_OF_HOUSEHOLD = Sentence(
    "not_of_household",
    gettext_noop("This person does not belong to the household. Choose one of its members."),
)
OWN = Sentence(
    "own_request",
    gettext_noop("Whoever took a request down does not erase: another data-protection officer must."),
)
NOT_YET = Sentence(
    "asked_in_the_future",
    gettext_noop("The day on which it was asked has not come yet. Give the day on which the person asked."),
)
WHOSE_COPY = Sentence(
    "whose_copy",
    gettext_noop("A copy is of one person, never of all who live there. Choose who asks."),
)
NOBODY_THERE = Sentence(
    "nobody_there",
    gettext_noop(
        "This person is not on record any more: nothing can be copied. Refuse the request with that reason."
    ),
)
OWN_REQUEST = Sentence(
    "own_copy_request",
    gettext_noop("Whoever took a request down does not make the copy: another data-protection officer must."),
)
WHAT_IS_WRONG = Sentence(
    "what_is_wrong",
    gettext_noop("Say what is wrong and what is right, in her words: somebody else will correct it."),
)
WHY = Sentence("why", gettext_noop("Say why the request is refused: the person must be told."))


@transaction.atomic
def take_down(
    *,
    kind: str,
    household: Household,
    person_id: UUID | None,
    requested_on: dt.date,
    language: str = "",
    asked_by: str = GivenBy.SELF,
    without_safety: bool = False,
    about: str = "",
    at: dt.datetime | None = None,
) -> SubjectRequest:
    """Write down a request of a person of the viewer's unit, or for the whole household; `at`: when, where not now."""
    viewer = current()
    viewer.check(TAKE, household.unit_id)
    if requested_on > timezone.localdate():
        raise Invalid(NOT_YET.about())
    if person_id is not None and not Person.objects.filter(pk=person_id, household=household).exists():
        raise Invalid(NOT_OF_HOUSEHOLD.about())
    if person_id is None and kind == RequestKind.COPY:
        raise Invalid(WHOSE_COPY.about())
    if kind == RequestKind.CORRECTION and not about.strip():
        raise Invalid(WHAT_IS_WRONG.about())
    made = SubjectRequest.objects.create(
        kind=kind,
        unit_id=household.unit_id,
        household=household.pk,
        household_code=household.code,
        person=person_id,
        requested_on=requested_on,
        language=language,
        asked_by=asked_by,
        without_safety=without_safety,
        about=about.strip(),
        taken_by=viewer.account_id,
        taken_at=at or timezone.now(),
    )
    audit.record("wrote", "request", [made.pk], unit_id=household.unit_id)
    return made


def execute(request_id: UUID) -> Erased:
    """Erase the person or household of an open request, as the data-protection officer; it cannot be undone."""
    asked = _open(request_id, kinds=[RequestKind.ERASURE])
    viewer = current()
    viewer.check(EXECUTE, asked.unit_id)
    if asked.taken_by == viewer.account_id:
        raise Invalid(OWN.about())
    entry = Entry(
        request=asked.pk,
        persons=(asked.person,) if asked.person else (),
        households=() if asked.person else (asked.household,),
        units=(asked.unit_id,),
        records=(),
        at=timezone.now(),
    )
    erased = erase(entry, by=viewer.account_id, ledger=Ledger.of(settings.ENVIRONMENT.home))
    remove_old_bytes.defer()
    return erased


def to_copy(request_id: UUID) -> SubjectRequest:
    """A request for a copy that the viewer may make, for the first time or anew. Raises Invalid."""
    asked = SubjectRequest.objects.filter(
        pk=request_id, kind=RequestKind.COPY, state__in=(RequestState.OPEN, RequestState.DONE)
    ).first()
    if asked is None:
        raise Invalid(CLOSED.about())
    viewer = current()
    viewer.check(EXECUTE, asked.unit_id)
    if asked.taken_by == viewer.account_id:
        raise Invalid(OWN_REQUEST.about())
    if asked.person is None:
        raise Invalid(WHOSE_COPY.about())
    return asked


def gathered_for(asked: SubjectRequest) -> Gathered:
    """Everything of the person of a request that `to_copy` gave, under the role of erasures. Raises Invalid."""
    if asked.person is None:
        raise Invalid(WHOSE_COPY.about())
    about = Asked(by_herself=asked.asked_by == GivenBy.SELF, without_safety=asked.without_safety)
    found = gather(asked.person, asked.unit_id, about)
    if found is None:
        raise Invalid(NOBODY_THERE.about())
    return found


@transaction.atomic
def seal_copy(asked: SubjectRequest, content: Mapping[str, Any], person: UUID) -> sealed.Made:
    """Seal what was gathered, and say that the request is dealt with."""
    made = sealed.make(asked, person, content)
    if asked.state == RequestState.OPEN:
        _settle(asked, RequestState.DONE)
    return made


@transaction.atomic
def close(request_id: UUID, *, at: dt.datetime | None = None) -> None:
    """Say that a copy was given in another way, such as read aloud."""
    asked = _standing(request_id, [RequestKind.COPY])
    current().check(TAKE, asked.unit_id)
    _settle(asked, RequestState.DONE, at)


@transaction.atomic
def answer(request_id: UUID, told: str, *, at: dt.datetime | None = None) -> None:
    """Heed a correction, as who takes requests down, or an objection, as the data-protection officer.

    The corrected value itself goes through the ordinary edit. Raises Invalid without words for the person.
    """
    asked = _standing(request_id, [RequestKind.CORRECTION, RequestKind.OBJECTION])
    current().check(EXECUTE if asked.kind == RequestKind.OBJECTION else TAKE, asked.unit_id)
    asked.answer = told.strip()
    _settle(asked, RequestState.DONE, at)


@transaction.atomic
def refuse(request_id: UUID, why: str, *, at: dt.datetime | None = None) -> None:
    """Refuse a request with the reason that the person is told; of an objection, what it restricted is free again."""
    asked = _standing(request_id, list(RequestKind))
    current().check(EXECUTE, asked.unit_id)
    if not why.strip():
        raise Invalid(WHY.about())
    asked.refusal = why.strip()
    _settle(asked, RequestState.REFUSED, at)


@transaction.atomic
def take_back(request_id: UUID, *, at: dt.datetime | None = None) -> None:
    """The person no longer asks for it; an objection that was heeded ends so too."""
    asked = _standing(request_id, list(RequestKind))
    current().check(EXECUTE if asked.kind == RequestKind.ERASURE else TAKE, asked.unit_id)
    _settle(asked, RequestState.WITHDRAWN, at)


def _open(request_id: UUID, *, kinds: list[RequestKind]) -> SubjectRequest:
    asked = SubjectRequest.objects.filter(pk=request_id, state=RequestState.OPEN, kind__in=kinds).first()
    if asked is None:
        raise Invalid(CLOSED.about())
    return asked


def _standing(request_id: UUID, kinds: list[RequestKind]) -> SubjectRequest:
    """The request, locked: two people may answer at once."""
    found = SubjectRequest.objects.select_for_update().filter(pk=request_id, kind__in=kinds).first()
    if found is None:
        raise Invalid(CLOSED.about())
    return found


def _settle(asked: SubjectRequest, state: RequestState, at: dt.datetime | None = None) -> None:
    """Take the step to `state`. Raises Invalid where the machine has none, or it asks for words that are missing."""
    values = {"answer": asked.answer, "refusal": asked.refusal}
    for problem in machine_of(asked.kind).check(asked.state, state, values, "request"):
        raise Invalid(problem)
    if asked.state == state:
        raise Invalid(CLOSED.about())
    asked.state, asked.done_by, asked.done_at = state, current().account_id, at or timezone.now()
    asked.save(update_fields=["state", "done_by", "done_at", "refusal", "answer"])
    audit.record("decided", "request", [asked.pk], fields=["state"], unit_id=asked.unit_id)
