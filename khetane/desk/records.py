"""What a changed record is called, and what it says, for timelines: one query per kind of record."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.cases.models import (
    CasePlan,
    Cost,
    GroupDelivery,
    Hearing,
    Need,
    PlanStep,
    PowerOfAttorney,
    Procedure,
    ProcedureEvent,
    Referral,
    Service,
)
from khetane.core.masking import mask
from khetane.desk.fields import field_label
from khetane.desk.questions import Questions, questions_now
from khetane.desk.schemes.wording import scheme_label
from khetane.history.models import EntityChange
from khetane.outreach.models import Task, Visit, VisitNote
from khetane.people.models import Consent, Document, Household, Person, PersonStatus, SelfIdentification
from khetane.programmes.models import Enrolment, Milestone, Session
from khetane.upgrading.models import (
    ConcernedHousehold,
    HousingProposal,
    Process,
    ProcessEvent,
    Safeguard,
)
from khetane.web.formats import day
from khetane.web.names import person_label

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Dispute:
    """What an edit had to do with a conflict: it met another value, or it `decides` between the two.

    `who`, `when` and `stands` (each field in words with its value) are of the decision; a conflict that
    `waits` has none. `stands` is empty where that value was erased.
    """

    id: UUID
    fields: tuple[Text, ...]
    waits: bool
    decides: bool
    who: str = ""
    when: datetime.datetime | None = None
    stands: tuple[tuple[Text, str], ...] = ()

    @property
    def over(self) -> str:
        """The contested fields, one after the other."""
        return ", ".join(map(str, self.fields))


@dataclass(frozen=True, slots=True)
class Record:
    """One record that was made or changed: its kind, whose it is, what it says, and which fields."""

    dataset: str
    id: UUID
    kind: Text
    label: Text = ""
    text: str = ""
    new: bool = False
    fields: tuple[Text, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    @property
    def is_person(self) -> bool:
        return self.dataset == "person"

    @property
    def says_something(self) -> bool:
        """Whether the record was made, became different, or met a conflict."""
        return self.new or bool(self.fields) or bool(self.disputes)


@dataclass(frozen=True, slots=True)
class Kind:
    """How the records of a dataset are read and said."""

    name: Text
    model: type[Model] | None = None
    label: Callable[[Any, Questions], Text] = lambda row, questions: ""
    text: Callable[[Any], str] = lambda row: ""


def whose(row: Any) -> str:
    """The person a record is about; nothing for one about the whole household."""
    return person_label(row.person) if row.person else ""


def of_person(label: str) -> Callable[[Any, Questions], str]:
    """The label of a choice field, with whose it is."""

    def said(row: Any, questions: Questions) -> str:
        return " · ".join(part for part in (str(getattr(row, f"get_{label}_display")()), whose(row)) if part)

    return said


def of_type(dataset: str) -> Callable[[Any, Questions], str]:
    """What was delivered or begun, in the words of the form that asked for it, with whose it is."""

    def said(row: Any, questions: Questions) -> str:
        return " · ".join(filter(None, (questions.answer(dataset, "type", row.type), whose(row))))

    return said


def addressee(row: Referral, questions: Questions) -> Text:
    """To whom a referral goes: an institution, else a mandate of the unit."""
    return questions.institution(row.to_organisation) or row.get_to_mandate_display()


def of_scheme(row: Enrolment, questions: Questions) -> str:
    """The scheme, with who is enrolled."""
    return " · ".join(filter(None, (scheme_label(row.scheme), whose(row))))


KINDS: Mapping[str, Kind] = {
    "household": Kind(_("Household"), Household, lambda row, questions: row.code),
    "person": Kind(_("Person"), Person, lambda row, questions: person_label(row)),
    "document": Kind(_("Document"), Document, of_person("kind")),
    "self_identification": Kind(
        _("Self-identification"), SelfIdentification, lambda row, questions: whose(row)
    ),
    "status": Kind(_("Status"), PersonStatus, of_person("kind")),
    "consent": Kind(_("Consent"), Consent, of_person("purpose")),
    "visit": Kind(_("Visit"), Visit, lambda row, questions: day(row.date)),
    "settlement": Kind(_("Settlement")),
    "visit_note": Kind(
        _("Note"), VisitNote, lambda row, questions: row.get_mandate_display(), lambda row: str(row.text)
    ),
    "need": Kind(_("Need"), Need, of_person("area"), lambda row: str(row.description)),
    "case_plan": Kind(
        _("Plan"), CasePlan, lambda row, questions: row.get_state_display(), lambda row: str(row.goals)
    ),
    "plan_step": Kind(_("Step of the plan"), PlanStep, lambda row, questions: row.what),
    "task": Kind(_("Task"), Task, lambda row, questions: row.title),
    "referral": Kind(
        _("Referral"),
        Referral,
        addressee,
        lambda row: str(row.reason),
    ),
    "service": Kind(_("Service"), Service, of_type("service")),
    "group_delivery": Kind(
        _("Group"), GroupDelivery, lambda row, questions: questions.answer("service", "type", row.type)
    ),
    "enrolment": Kind(_("Enrolment"), Enrolment, of_scheme),
    "milestone": Kind(_("Milestone"), Milestone, lambda row, questions: scheme_label(row.scheme)),
    "session": Kind(_("Session"), Session, lambda row, questions: scheme_label(row.scheme)),
    "settlement_process": Kind(
        _("Process of a settlement"),
        Process,
        lambda row, questions: questions.answer("settlement_process", "kind", row.kind),
        lambda row: str(row.title),
    ),
    "process_event": Kind(
        _("Event of a process"),
        ProcessEvent,
        lambda row, questions: " · ".join((row.get_kind_display(), day(row.date))),
        lambda row: str(row.findings),
    ),
    "safeguard": Kind(
        _("Safeguard"),
        Safeguard,
        lambda row, questions: questions.answer("safeguard", "code", row.code),
        lambda row: str(row.evidence),
    ),
    "housing_proposal": Kind(_("Housing proposal"), HousingProposal, lambda row, questions: row.title),
    "concerned_household": Kind(
        _("Household concerned"), ConcernedHousehold, lambda row, questions: row.get_view_display()
    ),
    "procedure": Kind(
        _("Procedure"),
        Procedure,
        of_type("procedure"),
        lambda row: str(row.note),
    ),
    "procedure_event": Kind(
        _("Step of a procedure"),
        ProcedureEvent,
        lambda row, questions: " · ".join(
            (questions.answer("procedure_event", "event", row.event), day(row.date))
        ),
        lambda row: str(row.note),
    ),
    "hearing": Kind(_("Hearing"), Hearing, lambda row, questions: day(row.date), lambda row: str(row.note)),
    "procedure_cost": Kind(_("Cost"), Cost, of_person("kind"), lambda row: str(row.note)),
    "power_of_attorney": Kind(_("Power of attorney"), PowerOfAttorney, of_person("kind")),
}
WITH_PERSON = {
    "enrolment",
    "document",
    "self_identification",
    "status",
    "consent",
    "need",
    "task",
    "referral",
    "service",
    "procedure",
    "procedure_cost",
    "power_of_attorney",
}


def records_of(changes: Iterable[EntityChange]) -> dict[int, Record]:
    """The record behind each change, by the change's id."""
    several, questions = list(changes), questions_now()
    rows = {dataset: read(dataset, several) for dataset in {change.dataset for change in several}}
    return {
        change.pk: record(change, rows[change.dataset].get(change.record), questions) for change in several
    }


def read(dataset: str, changes: list[EntityChange]) -> dict[UUID, Any]:
    """The rows of one dataset that the viewer may read."""
    kind = KINDS.get(dataset)
    if kind is None or kind.model is None:
        return {}
    wanted = {change.record for change in changes if change.dataset == dataset}
    rows = kind.model._default_manager.filter(pk__in=wanted)
    if dataset in WITH_PERSON:
        rows = rows.select_related("person")
    return {row.pk: row for row in mask(rows)}


def record(change: EntityChange, row: Any, questions: Questions) -> Record:
    """What a change was made to, in the reader's words; `row` is the record as it stands, None when it is gone or hidden."""
    kind = KINDS.get(change.dataset) or Kind(change.dataset.replace("_", " "))
    return Record(
        dataset=change.dataset,
        id=change.record,
        kind=kind.name,
        label=kind.label(row, questions) if row else "",
        text=kind.text(row) if row else "",
        new=change.version == 1,
        fields=tuple(field_label(change.dataset, name, questions) for name in change.fields),
    )
