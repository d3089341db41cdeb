"""Accounts, roles as data, grants, devices, tokens, overrides."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khetane.access.enums import DeviceState
from khetane.access.permissions import CONFIRMED
from khetane.core.mandates import Mandate
from khetane.core.records import Record
from khetane.core.sensitivity import declare
from khetane.web.formats import moment
from khetane.web.names import demonstration_label

if TYPE_CHECKING:
    from khetane.organisations.models import Unit


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; e-mail addresses are compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Account:
        """Make an account; without a password it can only sign in by invitation or single sign-on."""
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Someone who signs in. Staff data: never of a person recorded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demonstration account"), default=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    sensitivity = declare(
        internal="id name language is_active is_demo created_at last_login", personal="email password"
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["email"]

    def __str__(self) -> str:
        if self.is_demo and self.name:
            return demonstration_label(self.name)
        return self.name or self.email


class Role(models.Model):
    """A named set of permissions and the mandates whose content it may read (roles are data)."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    permissions = ArrayField(models.CharField(max_length=60), verbose_name=_("permissions"), default=list)
    mandates = ArrayField(
        models.CharField(max_length=20), verbose_name=_("mandates"), default=list, blank=True
    )

    sensitivity = declare(internal="code name description permissions mandates")

    class Meta:
        verbose_name = _("role")
        ordering = ["code"]

    def __str__(self) -> str:
        """Its name in the reader's language, where the role is one that Khetane ships with."""
        return gettext(self.name)

    @property
    def sees_persons(self) -> bool:
        """Whether a second person must confirm who holds it (the database says the same: `access_sees_persons`)."""
        return not CONFIRMED.isdisjoint(self.permissions)

    @property
    def explanation(self) -> str:
        return gettext(self.description) if self.description else ""

    @property
    def mandate_names(self) -> list[str]:
        return [str(Mandate(code).label) for code in self.mandates if code in Mandate.values]


class RoleGrant(Record):
    """An account holds a role for a unit, or for a place and all below it, from one day to another.

    In force from `begins` to the day before `ends`; ended on the day it began, it is never in force. While
    `unconfirmed_since` is set, one of a role that sees persons waits for a second person and gives nothing.
    `widening` are units that came to lie in its place since, and wait; `left_out` those refused; neither is reached.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="grants"
    )
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="grants")
    begins = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    unconfirmed_since = models.DateTimeField(_("waits since"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    widening = ArrayField(models.UUIDField(), verbose_name=_("would newly reach"), default=list, blank=True)
    left_out = ArrayField(models.UUIDField(), verbose_name=_("does not reach"), default=list, blank=True)
    widened_by = ArrayField(models.UUIDField(), verbose_name=_("moved by"), default=list, blank=True)
    widened_since = models.DateTimeField(_("would reach more since"), null=True, blank=True)

    # What `widening` and `widened_by` name, for pages (`khetane.access.confirming.with_new_reach`).
    would_reach: Sequence[Unit] = ()
    moved_by: Sequence[Account] = ()

    sensitivity = declare(
        internal="id account role unit place begins ends granted_by granted_at unconfirmed_since confirmed_by "
        "confirmed_at widening left_out widened_by widened_since"
    )

    class Meta:
        verbose_name = _("grant")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True, place__isnull=False)
                | models.Q(unit__isnull=False, place__isnull=True),
                name="grant_for_a_unit_or_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("begins")),
                name="grant_never_ends_before_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | models.Q(
                    confirmed_by__isnull=False, confirmed_at__isnull=False, unconfirmed_since__isnull=True
                ),
                name="grant_confirmed_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | (
                    ~models.Q(confirmed_by=models.F("account"))
                    & (models.Q(granted_by__isnull=True) | ~models.Q(confirmed_by=models.F("granted_by")))
                ),
                name="grant_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(widened_since__isnull=True, widening=[])
                | (models.Q(widened_since__isnull=False) & ~models.Q(widening=[])),
                name="grant_widening_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} {self.begins}"

    @property
    def waits(self) -> bool:
        """Whether it gives nothing until a second person has confirmed it."""
        return self.unconfirmed_since is not None and self.role.sees_persons


class Device(Record):
    """A phone or tablet of an account in a unit; only a keyed hash of its token is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="devices")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="devices")
    label = models.CharField(_("label"), max_length=100, blank=True)
    token_hash = models.BinaryField(unique=True, max_length=32, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=DeviceState.choices, default=DeviceState.ACTIVE
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)

    sensitivity = declare(internal="id account unit label token_hash state created_at last_seen_at")

    class Meta:
        verbose_name = _("device")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label or gettext("made on %(when)s") % {"when": moment(self.created_at)}


class ApiToken(Record):
    """A token for programs, with its account's rights; only a keyed hash is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="api_tokens")
    label = models.CharField(_("label"), max_length=100, blank=True)
    token_hash = models.BinaryField(unique=True, max_length=32, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    sensitivity = declare(internal="id account label token_hash created_at revoked_at")

    class Meta:
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.label or str(self.id)


class Invitation(Record):
    """A link with which an account sets its password, once; only a keyed hash of it is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    token_hash = models.BinaryField(unique=True, max_length=32, editable=False)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("used"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    sensitivity = declare(
        internal="id account token_hash made_by made_at expires_at accepted_at withdrawn_at"
    )

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="invitation_expires_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="invitation_used_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Override(Record):
    """Access for three hours to one household outside one's grants, with a reason (rule 4)."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="overrides")
    household = models.UUIDField(_("household"))
    reason = models.TextField(_("reason"))
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    sensitivity = declare(
        internal="id account begins_at ends_at reviewed_by reviewed_at", personal="household reason"
    )

    class Meta:
        verbose_name = _("override")
        ordering = ["-begins_at"]
        indexes = [
            models.Index(fields=["-begins_at", "id"], name="override_newest"),
            # Few among many: those that nobody has looked at yet.
            models.Index(
                fields=["-begins_at", "id"],
                condition=models.Q(reviewed_at__isnull=True),
                name="override_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="override_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__lte=models.F("begins_at") + datetime.timedelta(hours=3)),
                name="override_three_hours_at_most",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("account")),
                name="override_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="override_review_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AuditEvent(models.Model):
    """Who read or wrote what, when: ids and field names, never values. Only ever added to."""

    id = models.BigAutoField(primary_key=True)
    epoch = models.IntegerField(db_default=0, editable=False)
    xid = models.BigIntegerField(editable=False)
    at = models.DateTimeField(_("when"))
    account = models.UUIDField(_("who"))
    device = models.UUIDField(_("device"), null=True)
    unit = models.UUIDField(_("unit"), null=True)
    action = models.CharField(_("what"), max_length=60)
    kind = models.CharField(_("of"), max_length=60, blank=True)
    subjects = ArrayField(models.UUIDField(), verbose_name=_("records"), default=list)
    fields = ArrayField(models.TextField(), verbose_name=_("fields"), default=list)
    override = models.UUIDField(_("override"), null=True)

    sensitivity = declare(
        internal="id epoch xid at account device unit action kind fields override", personal="subjects"
    )

    class Meta:
        verbose_name = _("audit event")
        indexes = [
            models.Index(fields=["epoch", "xid", "id"]),
            models.Index(fields=["-at"]),
            # Few among many: the last check of the audit stands on pages.
            models.Index(fields=["id"], condition=models.Q(action="verified"), name="auditevent_verified"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.action}"


class AuditBlock(models.Model):
    """A sealed run of audit events: all of an epoch from one transaction id up to another."""

    number = models.BigIntegerField(primary_key=True)
    epoch = models.IntegerField()
    xid_from = models.BigIntegerField()
    xid_to = models.BigIntegerField()
    events = models.IntegerField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    sensitivity = declare(internal="number epoch xid_from xid_to events previous hash sealed_at")

    class Meta:
        verbose_name = _("audit block")

    def __str__(self) -> str:
        return str(self.number)
