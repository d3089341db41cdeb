"""One import of one table: what it was, how far it is, and until it is applied, the table itself (sealed)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare


class ImportState(models.TextChoices):
    """How far an import is."""

    DRAFT = "draft", _("being prepared")
    APPLYING = "applying", _("being taken in")
    DONE = "done", _("taken in")
    UNDONE = "undone", _("undone")


class TableImport(Record):
    """A table that a unit takes in. `key` follows from unit, table and mapping: its records have ids made of it.

    `content` is the table, `left_out` the rows that were not taken and why; both sealed under `key_sealed`, and
    gone once they are not needed (docs/adr/0640).
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    account = models.UUIDField(_("who"))
    made_at = models.DateTimeField(_("begun"), auto_now_add=True)
    file_name = models.CharField(_("table"), max_length=200)
    sha256 = models.BinaryField(max_length=32, editable=False)
    key = models.UUIDField(null=True, editable=False)
    mapping = models.JSONField(default=dict, blank=True)
    header = models.CharField(max_length=64, blank=True, editable=False)
    content = models.BinaryField(null=True, editable=False)
    left_out = models.BinaryField(null=True, editable=False)
    key_sealed = models.BinaryField(editable=False)
    key_id = models.CharField(max_length=40, editable=False)
    taken = models.JSONField(default=list, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.DRAFT
    )
    groups = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    sensitivity = declare(
        internal="id unit account made_at sha256 key header key_sealed key_id taken state groups done counts undone_by undone_at",
        personal="file_name mapping content left_out",
    )

    class Meta:
        verbose_name = _("import of a table")
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["unit", "-made_at"], name="import_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key"],
                condition=models.Q(state__in=["applying", "done"]),
                name="import_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="undone", undone_by__isnull=False, undone_at__isnull=False)
                | (~models.Q(state="undone") & models.Q(undone_by__isnull=True, undone_at__isnull=True)),
                name="import_undone_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
