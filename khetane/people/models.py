"""Households, persons and what is known of them."""

from __future__ import annotations

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record, UnitRecord
from khetane.core.sensitivity import declare
from khetane.people.enums import (
    Answer,
    DocumentKind,
    DocumentState,
    Evidence,
    GivenBy,
    HouseholdRole,
    Precision,
    Purpose,
    Sex,
    StatusKind,
)
from khetane.people.querysets import ConsentQuerySet, HouseholdQuerySet, MembershipQuerySet
from khetane.people.restrictions import Restriction
from khetane.people.same.models import MatchCandidate, Merge, Proposal, SameLook

__all__ = [
    "Consent", "Document", "Household", "MatchCandidate", "Membership", "Merge", "Person", "PersonKey", "PersonStatus", "Proposal",
    "Responsibility", "Restriction", "SameLook", "SelfIdentification",
]  # fmt: skip


class DateRange(models.Func):
    """`daterange(from, to)`: the first day in, the last day out."""

    function = "daterange"
    output_field = DateRangeField()


class Household(UnitRecord):
    """People who live together and share means; known by a short code on a printed card."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="households", verbose_name=_("settlement")
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    split_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="split_into",
        verbose_name=_("split off from"),
    )

    objects = HouseholdQuerySet.as_manager()
    MERGE_GROUPS = (("place", "address"), ("phone",), ("note",))
    sensitivity = declare(
        internal="id unit version created_at updated_at", personal="code place address phone note split_from"
    )

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        indexes = [
            models.Index(fields=["unit", "updated_at", "id"]),
            models.Index(fields=["unit", "code", "id"], name="household_by_code"),
            # Policies ask for the id too: with it the places and the number of a unit's households are read here alone.
            models.Index(fields=["unit", "place"], include=["id"], name="household_by_place"),
        ]

    def __str__(self) -> str:
        return self.code


class Responsibility(Record):
    """Which unit answers for a household from one day to another; the only writer of `unit_id`."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="responsibilities")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    begins = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)

    sensitivity = declare(internal="id unit begins ends", personal="household")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="responsibility_one_unit_at_a_time",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (DateRange("begins", "ends", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            )
        ]
        indexes = [
            # The few that were handed over, for whoever counts what was done while another unit answered.
            models.Index(
                fields=["household"],
                condition=models.Q(ends__isnull=False),
                name="responsibility_over",
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.begins}"


class Person(UnitRecord):
    """A person, with names as spoken; her age is computed on a day and never stored."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="persons", null=True, blank=True)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    parent_name = models.CharField(_("name of a parent"), max_length=120, blank=True)
    sort_key = models.CharField(max_length=500, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_precision = models.CharField(
        _("birth date is"), max_length=10, choices=Precision.choices, blank=True
    )
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    # Whoever was merged into another is there for nobody: the database shows the kept person alone (docs/adr/0610).
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False, db_index=False
    )

    MERGE_GROUPS = (
        ("given_name", "family_name", "parent_name"),
        ("birth_date", "birth_precision"),
        ("sex",),
        ("phone",),
        ("language",),
    )
    sensitivity = declare(
        internal="id unit version created_at updated_at",
        personal="household given_name family_name parent_name sort_key sex birth_date birth_precision phone language merged_into",
    )
    beside = declare(personal="role member_from member_to")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [
            # The policy asks for these two as well: with them the first persons of each unit are found here alone.
            models.Index(
                fields=["unit", "updated_at", "id"],
                include=["household", "merged_into"],
                name="person_by_unit",
            ),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="person_merged_into",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class PersonKey(models.Model):
    """One blocking key of a person's names: search is equality on these (DESIGN, "Matching people").

    `name` and the years of birth stand beside each key, so that an index alone tells how likely it is that
    somebody under the key is meant. Written by `people.keys` only.
    """

    pk = models.CompositePrimaryKey("person_id", "key")
    key = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.CASCADE, related_name="keys", db_index=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    born_from = models.SmallIntegerField(null=True)
    born_to = models.SmallIntegerField(null=True)

    sensitivity = declare(internal="unit", personal="key person name born_from born_to")

    class Meta:
        indexes = [
            models.Index(
                fields=["key", "unit"],
                include=["person", "name", "born_from", "born_to"],
                name="person_key_by_unit",
            )
        ]


class Membership(UnitRecord):
    """A person in a household, with a role, from one day to another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    household = models.ForeignKey(Household, models.CASCADE, related_name="memberships")
    role = models.CharField(_("is to the head"), max_length=20, choices=HouseholdRole.choices)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    MERGE_GROUPS = (("role",), ("begins", "ends"))
    sensitivity = declare(
        internal="id unit version created_at updated_at", personal="person household role begins ends"
    )

    class Meta:
        verbose_name = _("membership")
        indexes = [models.Index(fields=["household", "begins"])]
        constraints = [
            ExclusionConstraint(
                name="membership_one_household_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("begins", "ends", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Document(UnitRecord):
    """Whether a person has a document; its number is encrypted and found by a keyed hash."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="documents")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+", null=True)
    kind = models.CharField(_("document"), max_length=30, choices=DocumentKind.choices)
    state = models.CharField(_("state"), max_length=20, choices=DocumentState.choices)
    number_sealed = models.BinaryField(null=True, editable=False)
    number_hash = models.BinaryField(null=True, editable=False, max_length=32)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    MERGE_GROUPS = (("state", "number", "valid_until"),)
    sensitivity = declare(
        internal="id unit version created_at updated_at",
        personal="person household kind state valid_until number_sealed number_hash",
    )
    beside = declare(personal="number")

    class Meta:
        verbose_name = _("document")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="document_one_per_kind")]
        indexes = [
            models.Index(
                fields=["number_hash"],
                condition=models.Q(number_hash__isnull=False),
                name="document_by_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    def ran_out(self, day: datetime.date) -> bool:
        """Whether the person has it and its last day is before this one."""
        return self.state == DocumentState.HAS and self.valid_until is not None and self.valid_until < day


class SelfIdentification(UnitRecord):
    """What the person said of her ethnicity, only that, stored apart with its own permission (rule 3)."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="self_identification")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+", null=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, default=Answer.NOT_ASKED)
    groups = ArrayField(models.CharField(max_length=40), verbose_name=_("groups"), default=list, blank=True)

    MERGE_GROUPS = (("answer", "groups"),)
    sensitivity = declare(
        internal="id unit version created_at updated_at", personal="person household", special="answer groups"
    )
    special_permission = "self_identification.read"

    class Meta:
        verbose_name = _("self-identification")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer=Answer.ASKED) | models.Q(groups__len=0),
                name="self_identification_only_what_was_said",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class PersonStatus(UnitRecord):
    """Displaced, returnee, asylum, stateless: from one day to another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="statuses")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+", null=True)
    kind = models.CharField(_("status"), max_length=30, choices=StatusKind.choices)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    MERGE_GROUPS = (("kind",), ("since", "until"))
    sensitivity = declare(
        internal="id unit version created_at updated_at",
        personal="person household",
        special="kind since until",
    )
    recorded_as = "status"

    class Meta:
        verbose_name = _("status")

    def __str__(self) -> str:
        return self.kind


class Consent(UnitRecord):
    """What a person or household agreed to: purpose, recipients, notice version; withdrawn at will."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="consents", null=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", null=True, blank=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    recipients = ArrayField(
        models.CharField(max_length=60), verbose_name=_("recipients"), default=list, blank=True
    )
    notice_version = models.CharField(_("notice version"), max_length=40)
    given_by = models.CharField(_("given by"), max_length=10, choices=GivenBy.choices)
    given_on = models.DateField(_("given on"))
    evidence = models.CharField(_("evidence"), max_length=20, choices=Evidence.choices)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()
    MERGE_GROUPS = (
        ("purpose", "recipients", "notice_version"),
        ("given_by", "given_on", "evidence"),
        ("withdrawn_on",),
    )
    sensitivity = declare(
        internal="id unit version created_at updated_at",
        personal="household person purpose recipients notice_version given_by given_on evidence withdrawn_on",
    )

    class Meta:
        verbose_name = _("consent")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True)
                | models.Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_withdrawn_after_given",
            ),
            models.CheckConstraint(
                condition=models.Q(household__isnull=False) | models.Q(person__isnull=False),
                name="consent_of_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_on}"
