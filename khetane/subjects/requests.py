"""Taking down what a person asks for, and dealing with it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.people.models import Household, Person
from khetane.subjects.erasing import Erased, erase
from khetane.subjects.ledger import Entry, Ledger
from khetane.subjects.models import RequestKind, RequestState, SubjectRequest
from khetane.subjects.tasks import remove_old_bytes

TAKE, EXECUTE = "subject.request", "erasure.execute"
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
WHY = Sentence("why", gettext_noop("Say why the request is refused: the person must be told."))


@transaction.atomic
def take_down(
    *, kind: str, household: Household, person_id: UUID | None, requested_on: dt.date
) -> SubjectRequest:
    """Write down a request of a person of the viewer's unit, or for the whole household."""
    viewer = current()
    viewer.check(TAKE, household.unit_id)
    if requested_on > timezone.localdate():
        raise Invalid(NOT_YET.about())
    if person_id is not None and not Person.objects.filter(pk=person_id, household=household).exists():
        raise Invalid(NOT_OF_HOUSEHOLD.about())
    made = SubjectRequest.objects.create(
        kind=kind,
        unit_id=household.unit_id,
        household=household.pk,
        household_code=household.code,
        person=person_id,
        requested_on=requested_on,
        taken_by=viewer.account_id,
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


@transaction.atomic
def close(request_id: UUID) -> None:
    """Say that a copy was given, a record corrected, or an objection heeded."""
    asked = _open(request_id, kinds=[RequestKind.COPY, RequestKind.CORRECTION, RequestKind.OBJECTION])
    current().check(TAKE, asked.unit_id)
    _settle(asked, RequestState.DONE)


@transaction.atomic
def refuse(request_id: UUID, why: str) -> None:
    """Refuse a request with the reason that the person is told."""
    asked = _open(request_id, kinds=list(RequestKind))
    current().check(EXECUTE, asked.unit_id)
    if not why.strip():
        raise Invalid(WHY.about())
    asked.refusal = why.strip()
    _settle(asked, RequestState.REFUSED)


def _open(request_id: UUID, *, kinds: list[RequestKind]) -> SubjectRequest:
    asked = SubjectRequest.objects.filter(pk=request_id, state=RequestState.OPEN, kind__in=kinds).first()
    if asked is None:
        raise Invalid(CLOSED.about())
    return asked


def _settle(asked: SubjectRequest, state: RequestState) -> None:
    asked.state, asked.done_by, asked.done_at = state, current().account_id, timezone.now()
    asked.save(update_fields=["state", "done_by", "done_at", "refusal"])
    audit.record("decided", "request", [asked.pk], fields=["state"], unit_id=asked.unit_id)
