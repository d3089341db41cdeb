"""What a person recorded asks for, and what became of it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare
from khetane.people.enums import GivenBy
from khetane.subjects.copy_models import SealedCopy, SubjectCopy
from khetane.subjects.keeping_models import Expiry, ExpiryLook, ExpiryState, Remnant
from khetane.subjects.rules import due_on

__all__ = [
    "Expiry", "ExpiryLook", "ExpiryState", "Remnant", "RequestKind", "RequestState", "SealedCopy", "SubjectCopy", "SubjectRequest",
]  # fmt: skip


class RequestKind(models.TextChoices):
    """Which of her rights a person uses."""

    COPY = "copy", _("a copy of her record")
    CORRECTION = "correction", _("correction")
    OBJECTION = "objection", _("objection to being recorded")
    ERASURE = "erasure", _("erasure")


class RequestState(models.TextChoices):
    """How far a request is."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused with a reason")
    WITHDRAWN = "withdrawn", _("taken back")


class SubjectRequest(Record):
    """A request of a person, or for a whole household, as the unit took it; it holds ids, no names."""

    kind = models.CharField(_("asks for"), max_length=12, choices=RequestKind.choices)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    household = models.UUIDField(_("household"))
    household_code = models.CharField(_("code"), max_length=12, blank=True)
    person = models.UUIDField(_("person"), null=True, blank=True)
    requested_on = models.DateField(_("asked on"))
    about = models.TextField(_("what she says"), blank=True, default="")
    asked_by = models.CharField(_("asked by"), max_length=10, choices=GivenBy.choices, default=GivenBy.SELF)
    language = models.CharField(_("language of the answer"), max_length=10, blank=True)
    without_safety = models.BooleanField(_("without what she told of her safety"), default=False)
    taken_by = models.UUIDField(_("taken by"))
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN
    )
    done_by = models.UUIDField(_("dealt with by"), null=True)
    done_at = models.DateTimeField(_("dealt with"), null=True)
    bytes_removed_at = models.DateTimeField(_("old bytes removed"), null=True)
    refusal = models.TextField(_("why it was refused"), blank=True)
    answer = models.TextField(_("what she is told"), blank=True, default="")

    sensitivity = declare(
        internal="id kind unit requested_on taken_by taken_at state done_by done_at bytes_removed_at language",
        personal="household household_code person about refusal answer asked_by without_safety",
    )

    class Meta:
        verbose_name = _("request of a person")
        ordering = ["-taken_at"]
        indexes = [models.Index(fields=["unit", "-taken_at"], name="subject_request_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", done_by__isnull=True, done_at__isnull=True)
                | (~models.Q(state="open") & models.Q(done_by__isnull=False, done_at__isnull=False)),
                name="subject_request_done_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="erasure", state="done") | ~models.Q(done_by=models.F("taken_by")),
                name="subject_request_erased_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def due(self) -> dt.date:
        """The last day for an answer."""
        return due_on(self.requested_on)

    @property
    def is_overdue(self) -> bool:
        return self.state == RequestState.OPEN and self.due < timezone.localdate()

    @property
    def is_answered(self) -> bool:
        """Whether there is a letter to write."""
        return bool(self.answer or self.refusal)

    @property
    def copy(self) -> SubjectCopy | None:
        """The copy made last; lists prefetch `copies`."""
        return next(iter(self.copies.all()), None)
