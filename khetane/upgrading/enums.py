"""Code lists of the processes of settlements."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(TextChoices):
    """What happened in a process."""

    DECISION = "decision", _("decision")
    DOCUMENT = "document", _("document")
    INSPECTION = "inspection", _("inspection")


class Result(TextChoices):
    """What a decision or an inspection came to."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    IN_ORDER = "in_order", _("in order")
    TO_MEND = "to_mend", _("to be mended")
    STOP = "stop", _("works must stop")


RESULTS_OF = {
    EventKind.DECISION: (Result.GRANTED, Result.REFUSED),
    EventKind.DOCUMENT: (),
    EventKind.INSPECTION: (Result.IN_ORDER, Result.TO_MEND, Result.STOP),
}


class Answer(TextChoices):
    """Whether a safeguard is met."""

    MET = "met", pgettext_lazy("condition", "met")
    NOT_MET = "not_met", _("not met")


class Site(TextChoices):
    """Where a housing proposal is to be built."""

    HERE = "here", _("in the settlement itself")
    ELSEWHERE = "elsewhere", _("at another site")


class ProposalState(TextChoices):
    """How far a housing proposal is."""

    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    BUILT = "built", _("built")
    DROPPED = "dropped", _("dropped")


class View(TextChoices):
    """What a household concerned said of the process."""

    NOT_ASKED = "not_asked", _("not asked yet")
    AGREED = "agreed", _("agreed")
    OBJECTED = "objected", _("objected")
    UNDECIDED = "undecided", _("undecided")
