"""What the catalogue of procedures says, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.cases.lists import PROCEDURES
from khetane.cases.procedures.definition import ProcedureType, Status
from khetane.cases.procedures.standing import definition_of
from khetane.people.enums import DocumentKind
from khetane.web.names import code_label, worded

Text = str | Promise

STATUSES: Mapping[Status, Text] = {
    Status.VERIFIED: _("compared with the law by a lawyer"),
    Status.SEEN: _("read in a public source; to be verified"),
    Status.RECALLED: _("from memory; to be verified by a lawyer"),
}
RIGHTS: Mapping[str, Text] = {
    "social_assistance": _("financial social assistance"),
    "child_allowance": _("child or parental allowance"),
}


def type_name(code: str) -> str:
    return code_label(PROCEDURES, code)


def step_name(procedure: ProcedureType, event: str) -> str:
    """A step of any version of its rules; its code where no version knows it."""
    for rules in reversed(procedure.versions):
        step = rules.step(event)
        if step is not None:
            return worded(step.names)
    return event.replace("_", " ")


def term_name(code: str, rules: str, term: str) -> str:
    """What the term of a procedure is called, in the version of the rules that was kept with it."""
    procedure = definition_of(code)
    for version in (one for one in procedure.versions if one.version == rules or not rules):
        for deadline in version.deadlines:
            if deadline.code == term:
                return worded(deadline.names)
    return term.replace("_", " ")


def gives_name(gives: str) -> Text:
    """A document or right that a procedure gives."""
    return DocumentKind(gives).label if gives in DocumentKind.values else RIGHTS.get(gives, gives)
