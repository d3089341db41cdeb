"""What changed in which record, by which submission; what waits for a person to decide."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare


class EntityChange(models.Model):
    """One version of one record, as far as one mandate reads it: which fields changed, and their values sealed.

    Answers without a field of ours are read by the mandate that collected them: a version that changes
    both them and fields that everyone in the unit reads stands here twice.

    `sealed` is the encrypted JSON `{field: [before, after]}`, under the key of the submission that
    brought it (`source`), so that erasing the submission's key erases the values.
    """

    id = models.BigAutoField(primary_key=True)
    dataset = models.CharField(_("kind of record"), max_length=200)
    record = models.UUIDField(_("record"))
    version = models.PositiveIntegerField(_("version"))
    base_version = models.PositiveIntegerField(_("based on"), null=True)
    branch = models.UUIDField(_("offline branch"), null=True)
    branch_version = models.PositiveIntegerField(_("version on the branch"), null=True)
    source = models.UUIDField(_("submission"))
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    household = models.UUIDField(_("household"), null=True)
    mandate = models.CharField(_("mandate"), max_length=20, blank=True)
    account = models.UUIDField(_("who"))
    at = models.DateTimeField(_("when"))
    said_at = models.DateTimeField(_("when it was recorded in the field"), null=True)
    fields = ArrayField(models.CharField(max_length=200), verbose_name=_("fields"), default=list)
    sealed = models.BinaryField(editable=False)

    sensitivity = declare(
        internal="id dataset version base_version branch branch_version source unit mandate account at said_at fields",
        personal="record household sealed",
    )

    class Meta:
        verbose_name = _("change")
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "record", "version", "mandate"], name="change_one_per_version_and_mandate"
            )
        ]
        indexes = [
            models.Index(fields=["household", "-at"]),
            models.Index(fields=["source"]),
            models.Index(
                fields=["branch", "branch_version"],
                condition=models.Q(branch__isnull=False),
                name="change_by_branch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} v{self.version}"


class ConflictState(models.TextChoices):
    """Whether someone has decided."""

    OPEN = "open", _("waits for a decision")
    KEPT = "kept", _("the standing value was kept")
    TAKEN = "taken", _("the other value was taken")


class Conflict(Record):
    """Two values for the same group of fields: the standing one stays until a person decides (rule 2)."""

    dataset = models.CharField(_("kind of record"), max_length=200)
    record = models.UUIDField(_("record"))
    group = ArrayField(models.CharField(max_length=200), verbose_name=_("fields"))
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    household = models.UUIDField(_("household"), null=True)
    mandate = models.CharField(_("mandate"), max_length=20, blank=True)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ConflictState.choices, default=ConflictState.OPEN
    )
    decided_by = models.UUIDField(_("decided by"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_version = models.PositiveIntegerField(null=True)

    sensitivity = declare(
        internal="id dataset group unit mandate opened_at state decided_by decided_at decided_version",
        personal="record household",
    )

    class Meta:
        verbose_name = _("conflict")
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "record", "group", "mandate"],
                condition=models.Q(state="open"),
                name="conflict_one_open_per_group_and_mandate",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="conflict_decided_who_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "opened_at", "id"],
                condition=models.Q(state="open"),
                name="conflict_open_by_unit",
            ),
            models.Index(fields=["household"]),
            models.Index(fields=["record"], name="conflict_by_record"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ConflictSide(Record):
    """One of the values contending in a conflict, with its author; later edits join the same conflict."""

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="sides")
    source = models.UUIDField(_("submission"), null=True)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    account = models.UUIDField(_("who"))
    at = models.DateTimeField(_("when"))
    standing = models.BooleanField(_("stands now"), default=False)
    sealed = models.BinaryField(editable=False)

    sensitivity = declare(internal="id conflict source unit account at standing", personal="sealed")

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["source"])]

    def __str__(self) -> str:
        return str(self.id)


class Attributes(models.Model):
    """Answers kept with a record that have no field of ours, per mandate that collected them."""

    pk = models.CompositePrimaryKey("record", "mandate")
    record = models.UUIDField()
    mandate = models.CharField(_("mandate"), max_length=20, blank=True)
    dataset = models.CharField(_("kind of record"), max_length=200)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    household = models.UUIDField(null=True)
    values = models.JSONField(_("answers"), default=dict)

    sensitivity = declare(internal="mandate dataset unit", personal="record household", special="values")

    class Meta:
        verbose_name = _("attributes")
        indexes = [models.Index(fields=["household"])]
