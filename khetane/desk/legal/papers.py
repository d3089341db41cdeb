"""The papers of a procedure, filled from the case in the language of the court, as PDF or DOCX."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from khetane.cases.legal import Procedure
from khetane.cases.papers.filling import Facts, Filled, day, fill
from khetane.cases.papers.reading import Paper, papers_for
from khetane.cases.papers.setting import as_docx, as_pdf
from khetane.cases.procedures.schedule import State
from khetane.cases.procedures.standing import Standing, definition_of, stand
from khetane.core import audit
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.desk.legal.page import case_of, powers_in_force, procedure_named
from khetane.desk.legal.words import type_name
from khetane.people.models import Person
from khetane.web.languages import BY_CODE, current
from khetane.web.names import person_label, place_label, worded
from khetane.web.scripts import macedonian, serbian_cyrillic, serbian_latin

# Languages of offices and courts, and the script in which each has names written.
SCRIPTS: Mapping[str, Callable[[str], str]] = {
    "sr": serbian_cyrillic,
    "sr-latn": serbian_latin,
    "mk": macedonian,
    "en": str,
}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@requires("content.read")
def paper(request: HttpRequest, procedure_id: UUID, code: str, kind: str) -> HttpResponse:
    """One paper; `language` in the question says in which. 404 where the procedure has no such paper."""
    procedure = procedure_named(procedure_id)
    papers = {one.code: one for one in papers_for(definition_of(procedure.type))}
    language = request.GET.get("language", "sr")
    if code not in papers or kind not in TYPES or language not in SCRIPTS:
        raise Http404
    audit.record("exported", "procedure", [procedure.pk], unit_id=procedure.unit_id)
    mask([procedure, *filter(None, (procedure.person, procedure.household))])
    filled = filled_paper(papers[code], procedure, language)
    content = as_pdf(filled, at=timezone.now()) if kind == "pdf" else as_docx(filled)
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{code.lower()}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def filled_paper(what: Paper, procedure: Procedure, language: str) -> Filled:
    """The paper of this procedure, in the words and the script of a language."""
    today = timezone.localdate()
    standing = stand(case_of(procedure, procedure.procedureevents.all()), today)
    with override(language):
        return fill(what, facts_of(procedure, standing, today), worded, BY_CODE[language].tag[:2])


def facts_of(procedure: Procedure, standing: Standing, today: datetime.date) -> Facts:
    """What is known of the case, in the reader's language; names in its script."""
    rules, write = standing.rules, SCRIPTS[current().code]
    place = place_label(procedure.household.place)
    power = powers_in_force(procedure, today).first()
    texts = {
        **of_person(procedure.person, write),
        "address": ", ".join(filter(None, (write(procedure.household.address), place))),
        "attorney": write(power.attorney) if power else "",
        "body": write(procedure.body) or worded(rules.body),
        "procedure": type_name(procedure.type),
        "reference": procedure.reference,
        "initiated": as_day(procedure.initiated_on),
        "decided": as_day(decided_on(standing)),
        "due": as_day(silent_since(standing)),
    }
    return Facts(texts, [worded(words) for words in rules.documents], place, today)


def of_person(person: Person | None, write: Callable[[str], str]) -> dict[str, str]:
    """Her name, her parent's, and the day of birth where it is known to the day."""
    if person is None:
        return {}
    named = bool(person.given_name or person.family_name)
    return {
        "person": write(person_label(person)) if named else "",
        "parent": write(person.parent_name),
        "birth": as_day(person.birth_date) if person.birth_precision in ("", "day") else "",
    }


def decided_on(standing: Standing) -> datetime.date | None:
    """When the last decision was received."""
    days = [standing.schedule.events.get(step.event) for step in standing.rules.steps if step.decides]
    return max((one for one in days if one), default=None)


def silent_since(standing: Standing) -> datetime.date | None:
    """The last day that the body let pass; None while it may still be in time."""
    due = standing.next
    is_silent = due is not None and due.state is State.PASSED and bool(due.deadline.remedy)
    return due.last.day if due and due.last and is_silent else None


def as_day(value: datetime.date | None) -> str:
    return day(value) if value else ""
