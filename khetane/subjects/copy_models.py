"""The sealed copies of what is recorded of a person: what is kept of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.core.sensitivity import declare


class SubjectCopy(models.Model):
    """A copy made for a request: sealed under a code that its maker tells, behind a link that another gives.

    Whoever made it never makes its link, so that neither can open it alone (docs/adr/0650).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("subjects.SubjectRequest", models.CASCADE, related_name="copies")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    person = models.UUIDField(_("person"))
    made_by = models.UUIDField(_("made by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    language = models.CharField(_("language"), max_length=10)
    expires_at = models.DateTimeField(_("open until"))
    lookup = models.BinaryField(editable=False, unique=True, null=True, max_length=32)
    linked_by = models.UUIDField(_("link given by"), null=True)
    linked_at = models.DateTimeField(_("link given"), null=True)
    opened_at = models.DateTimeField(_("opened"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    wrong_codes = models.PositiveSmallIntegerField(_("wrong codes"), default=0)

    sensitivity = declare(
        internal="id request unit made_by made_at language expires_at lookup linked_by linked_at opened_at "
        "closed_at wrong_codes",
        personal="person",
    )

    class Meta:
        verbose_name = _("copy for a person")
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["person"], name="subject_copy_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(linked_by__isnull=True) | ~models.Q(linked_by=models.F("made_by")),
                name="subject_copy_linked_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(lookup__isnull=True)
                | models.Q(linked_by__isnull=False, linked_at__isnull=False, closed_at__isnull=True),
                name="subject_copy_link_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        """Whether a link opens it, or may be made for it."""
        return self.closed_at is None and self.wrong_codes < WRONG_CODES and timezone.now() < self.expires_at


WRONG_CODES = 5  # as subjects_copy_behind says


class SealedCopy(models.Model):
    """What a copy says, encrypted. Only functions of the database read it."""

    copy = models.OneToOneField(SubjectCopy, models.CASCADE, primary_key=True)
    sealed = models.BinaryField(editable=False)

    sensitivity = declare(internal="copy", personal="sealed")

    class Meta:
        verbose_name = _("sealed copy")

    def __str__(self) -> str:
        return str(self.copy_id)
