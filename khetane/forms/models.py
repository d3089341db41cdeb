"""The form catalogue, and what came in: submissions, attachments, uploads kept for review."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.core.records import Record
from khetane.core.sensitivity import declare


class Form(Record):
    """A questionnaire, known by its form id; its versions live side by side.

    It is offered by one unit to its own devices, or, without a unit, to every unit's.
    """

    form_id = models.CharField(_("form id"), max_length=200, unique=True)
    title = models.CharField(_("title"), max_length=300)
    titles = models.JSONField(_("titles by language"), default=dict, blank=True)
    unit = models.ForeignKey(
        "organisations.Unit",
        models.PROTECT,
        verbose_name=_("offered by"),
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    sensitivity = declare(internal="id form_id title titles unit created_at")

    class Meta:
        verbose_name = _("form")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class FormState(models.TextChoices):
    """Whether a version is offered to devices; a closed one is still taken."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class FormVersion(Record):
    """One published version: its name and state, and how its submissions are read (places and kinds, no wording)."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    version = models.CharField(_("version"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=300)
    titles = models.JSONField(_("titles by language"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=FormState.choices, default=FormState.OPEN)
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices, blank=True)
    sensitivity_level = models.CharField(_("sensitivity"), max_length=10, default="personal")
    languages = models.JSONField(_("languages"), default=list)
    source_name = models.CharField(_("file"), max_length=255)
    xform_md5 = models.CharField(max_length=32, editable=False)
    compiled = models.JSONField(editable=False)
    published_by = models.UUIDField(_("published by"))
    published_at = models.DateTimeField(_("published"), auto_now_add=True)

    sensitivity = declare(
        internal="id form version title titles state mandate sensitivity_level languages source_name xform_md5 compiled "
        "published_by published_at"
    )

    class Meta:
        verbose_name = _("form version")
        ordering = ["-published_at"]
        constraints = [models.UniqueConstraint(fields=["form", "version"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class FormContent(models.Model):
    """What a version says: the workbook as uploaded, its XForm, and what was to be told about it.

    Its lists of choices are rosters in practice: of a unit's own form they are read by its members (docs/adr/0502).
    An erasure takes the erased person's name out of it and gives the workbook up (docs/adr/0760).
    """

    version = models.OneToOneField(FormVersion, models.CASCADE, primary_key=True, related_name="content")
    source = models.BinaryField(editable=False)
    xform = models.TextField(editable=False)
    warnings = models.JSONField(_("warnings"), default=list)
    # When an erasure took a name out of it; members alone are to know that somebody of theirs was erased.
    names_removed_at = models.DateTimeField(_("names removed"), null=True, editable=False)

    sensitivity = declare(internal="version names_removed_at", personal="source xform warnings")

    class Meta:
        verbose_name = _("form content")

    def __str__(self) -> str:
        return str(self.version_id)


class FormMedia(Record):
    """A file a form version needs (picture, sound, CSV list)."""

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="media")
    name = models.CharField(_("file"), max_length=255)
    content_type = models.CharField(max_length=100)
    md5 = models.CharField(max_length=32)
    content = models.BinaryField(editable=False)

    sensitivity = declare(internal="id version name content_type md5", personal="content")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="form_media_once")]

    def __str__(self) -> str:
        return self.name


class SubmissionState(models.TextChoices):
    """What became of a submission (DESIGN, "Answers to a device")."""

    APPLIED = "applied", _("applied")
    HELD = "held", _("waits for an earlier one")
    CONFLICT = "conflict", _("applied, with a conflict")
    NEEDS_CORRECTION = "needs_correction", _("needs correction")
    REPLACED = "replaced", _("replaced by a later version")


class Source(models.TextChoices):
    """Which way in a submission took."""

    DEVICE = "device", _("device")
    OFFICE = "office", _("office")
    IMPORT = "import", _("import")


class Submission(Record):
    """One record of what someone said, as it arrived: encrypted, never changed (rule 1).

    `content` is the XML under a key of its own; `key` is that key wrapped under the master key named
    by `key_id`. The application's role may change only `state` and what belongs to it.
    """

    # Each index costs every record that comes in: none where another begins with the same column.
    instance_id = models.CharField(_("instance id"), max_length=255)
    form_version = models.ForeignKey(
        FormVersion, models.PROTECT, null=True, related_name="submissions", db_index=False
    )
    source = models.CharField(_("came by"), max_length=10, choices=Source.choices, default=Source.DEVICE)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", db_index=False)
    account = models.UUIDField(_("sent by"))
    device = models.UUIDField(_("device"), null=True)
    mandate = models.CharField(_("mandate"), max_length=20, blank=True)
    sensitivity_level = models.CharField(_("sensitivity"), max_length=10, default="personal")
    received_at = models.DateTimeField(_("received"))
    said_at = models.DateTimeField(_("recorded in the field"), null=True)
    replaces = models.CharField(_("new version of"), max_length=255, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    content = models.BinaryField(editable=False)
    content_sha256 = models.BinaryField(max_length=32, editable=False)
    key = models.BinaryField(editable=False)
    key_id = models.CharField(max_length=40, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=SubmissionState.choices)
    reason = models.TextField(_("reason"), blank=True)
    waits_for = models.CharField(max_length=255, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True)

    sensitivity = declare(
        internal="id instance_id form_version source unit account device mandate sensitivity_level received_at said_at replaces "
        "content_sha256 key key_id state waits_for erased_at",
        personal="content reason latitude longitude",
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [
            models.Index(fields=["unit", "received_at", "id"], name="submission_by_unit"),
            models.Index(fields=["form_version", "received_at", "id"], name="submission_by_form"),
            models.Index(
                fields=["unit", "state"], condition=~models.Q(state="applied"), name="submission_not_applied"
            ),
            models.Index(fields=["waits_for"], condition=~models.Q(waits_for=""), name="submission_waiting"),
        ]
        constraints = [models.UniqueConstraint(fields=["instance_id"], name="submission_once")]

    def __str__(self) -> str:
        return self.instance_id


class Attachment(Record):
    """A file sent with a submission, encrypted under the submission's key."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attachments")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    mandate = models.CharField(_("mandate"), max_length=20, blank=True)
    name = models.CharField(_("file"), max_length=255)
    content_type = models.CharField(max_length=100)
    sha256 = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    content = models.BinaryField(editable=False)
    received_at = models.DateTimeField()

    sensitivity = declare(
        internal="id submission unit mandate content_type sha256 size received_at", personal="name content"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="attachment_once")]

    def __str__(self) -> str:
        return str(self.id)


class KeptState(models.TextChoices):
    """Whether someone has dealt with an upload that could not be taken."""

    WAITING = "waiting", _("waits for review")
    APPLIED = "applied", _("applied after mending the cause")
    SET_ASIDE = "set_aside", _("set aside with a reason")


class KeptUpload(Record):
    """An upload from a valid device that could not be stored as a submission: kept, never lost."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    account = models.UUIDField()
    device = models.UUIDField(null=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    code = models.CharField(_("code"), max_length=60)
    reason = models.TextField(_("reason"))
    instance_id = models.CharField(max_length=255, blank=True)
    form_id = models.CharField(max_length=200, blank=True)
    form_version = models.CharField(max_length=200, blank=True)
    mandate = models.CharField(_("mandate"), max_length=20, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    content = models.BinaryField(editable=False)
    content_sha256 = models.BinaryField(max_length=32)
    key = models.BinaryField(editable=False)
    key_id = models.CharField(max_length=40, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=KeptState.choices, default=KeptState.WAITING)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(_("decision"), blank=True)

    sensitivity = declare(
        internal="id unit account device received_at code instance_id form_id form_version mandate content_sha256 key key_id "
        "state decided_by decided_at decision",
        personal="reason file_name content",
    )

    class Meta:
        verbose_name = _("kept upload")
        indexes = [models.Index(fields=["unit", "-received_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code", "instance_id", "file_name", "content_sha256"], name="kept_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Entity(models.Model):
    """A record of a dataset that is none of ours: kept as it was said, with versions."""

    pk = models.CompositePrimaryKey("dataset", "id")
    dataset = models.CharField(_("dataset"), max_length=200)
    id = models.UUIDField()
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", db_index=False)
    mandate = models.CharField(_("mandate"), max_length=20, blank=True)
    label = models.TextField(_("label"), blank=True)
    values = models.JSONField(_("values"), default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    sensitivity = declare(
        internal="dataset id unit mandate version created_at updated_at", personal="label values"
    )

    class Meta:
        verbose_name = _("entity")
        indexes = [models.Index(fields=["unit", "dataset", "-updated_at"])]


class Erased(models.Model):
    """The id of somebody, or of a record, that was erased: it says nothing else, and is never taken in again."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField(_("erased"), auto_now_add=True)
    # They alone are told of it. Unknown of what was erased by an older version, until the ledger is made again.
    units = ArrayField(models.UUIDField(), verbose_name=_("units that held it"), null=True)

    sensitivity = declare(internal="id at units")

    class Meta:
        verbose_name = _("erased id")

    def __str__(self) -> str:
        return str(self.id)


class FormerName(models.Model):
    """A form's id, or that and a version's name, before an erasure took a person's name out of it (docs/adr/0760).

    As a hash by the installation's secret, so that a phone with the old form finds it; `lookup` is of `forms.former`.
    """

    lookup = models.BinaryField(max_length=32, primary_key=True)
    form = models.ForeignKey(Form, models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(FormVersion, models.CASCADE, null=True, related_name="+", db_index=False)

    sensitivity = declare(internal="lookup form version")

    class Meta:
        verbose_name = _("former name of a form")

    def __str__(self) -> str:
        return str(self.form_id)


class NamesOnDevices(Record):
    """That a unit's ODK devices may hold names in clear text, as the data-protection officer signed."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    signed_by = models.UUIDField(_("signed by"))
    signed_at = models.DateTimeField(_("signed"), auto_now_add=True)
    ended_by = models.UUIDField(_("ended by"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    sensitivity = declare(internal="id unit reason signed_by signed_at ended_by ended_at")

    class Meta:
        verbose_name = _("names on devices")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_at__isnull=True), name="names_signed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True, ended_at__isnull=True)
                | models.Q(ended_by__isnull=False, ended_at__isnull=False),
                name="names_ended_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
