"""What was proposed as one person, and what was merged."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare


class Proposal(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("to be looked at")
    NOT_SAME = "not_same", _("not the same person")
    SAME = "same", _("merged")


class MatchCandidate(Record):
    """Somebody of the unit who may be recorded twice.

    Where the other record is another unit's, `other` is empty: a side learns that there is one, no more, and only where the
    person recorded there agreed to share with it (docs/adr/0700); where her own stands in a crowd it is not `told` of it, and the row
    is there for the other side. `pair` names the two without telling which they are, so
    that a pair is proposed once and a decision is remembered.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="candidates")
    other = models.ForeignKey("people.Person", models.CASCADE, related_name="+", null=True, blank=True)
    pair = models.CharField(max_length=64)
    probability = models.FloatField(_("probability"))
    told = models.BooleanField(default=True)
    state = models.CharField(_("state"), max_length=12, choices=Proposal.choices, default=Proposal.OPEN)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)

    sensitivity = declare(
        internal="id unit probability told state found_at decided_at decided_by", personal="person other pair"
    )

    class Meta:
        verbose_name = _("possible match")
        constraints = [
            models.UniqueConstraint(fields=["unit", "pair"], name="match_candidate_once"),
            models.CheckConstraint(
                condition=models.Q(state=Proposal.OPEN, decided_at__isnull=True)
                | (~models.Q(state=Proposal.OPEN) & models.Q(decided_at__isnull=False)),
                name="match_candidate_decided_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-probability", "id"], name="match_candidate_by_unit"),
            models.Index(
                fields=["pair"], condition=models.Q(other__isnull=True), name="match_candidate_across"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pair)


class SameLook(models.Model):
    """The last look for the same person, in numbers: whoever runs the installation reads them, and names nobody.

    `left_out`: of how many persons of which unit nothing is proposed, since too many there are alike.
    """

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    looked_at = models.DateTimeField()
    persons = models.PositiveIntegerField()
    within = models.PositiveIntegerField()
    across = models.PositiveIntegerField()
    left_out = models.JSONField(default=dict)

    sensitivity = declare(internal="number looked_at persons within across left_out")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(number=1), name="same_look_the_last")]

    def __str__(self) -> str:
        return str(self.looked_at)


class Merge(Record):
    """One record of a person taken into another, with all that is needed to part them again.

    `fields` are those of the kept person that were taken from the other: `was` and `became` hold their values. `moved` names the
    rows that now speak of the kept person, `removed` holds the stays in households that could not stand beside hers.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    kept = models.ForeignKey("people.Person", models.CASCADE, related_name="merges")
    merged = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    household = models.ForeignKey("people.Household", models.CASCADE, related_name="+", null=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    was = models.JSONField(default=dict)
    became = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    merged_at = models.DateTimeField(_("merged"))
    merged_by = models.UUIDField()
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    sensitivity = declare(
        internal="id unit fields merged_at merged_by undone_at undone_by",
        personal="kept merged household was became moved removed",
    )

    class Meta:
        verbose_name = _("merge")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="merged_into_one"
            )
        ]
        indexes = [models.Index(fields=["kept", "merged_at"], name="merge_by_kept")]

    def __str__(self) -> str:
        return str(self.id)
