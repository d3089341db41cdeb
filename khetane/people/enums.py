"""Code lists of households and persons."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    """As said by the person."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("not known")


class Precision(TextChoices):
    """How much of a birth date is known."""

    DAY = "day", _("day known")
    MONTH = "month", _("month known")
    YEAR = "year", _("year known")
    ESTIMATED = "estimated", _("estimated")


class HouseholdRole(TextChoices):
    """What a member is to the head of the household."""

    HEAD = "head", _("head of the household")
    SPOUSE = "spouse", _("spouse or partner")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    SIBLING = "sibling", _("brother or sister")
    GRANDCHILD = "grandchild", _("grandchild")
    GRANDPARENT = "grandparent", _("grandparent")
    IN_LAW = "in_law", _("son- or daughter-in-law, or other in-law")
    FOSTER = "foster", _("foster child")
    OTHER = "other", _("other")


class DocumentKind(TextChoices):
    """The chain of civil registration and what it unlocks."""

    BIRTH_REGISTRATION = "birth_registration", _("birth registration")
    CITIZENSHIP = "citizenship", _("citizenship")
    PERSONAL_NUMBER = "personal_number", _("personal number")
    RESIDENCE = "residence", _("residence")
    ID_CARD = "id_card", _("identity card")
    HEALTH_CARD = "health_card", _("health insurance card")


class DocumentState(TextChoices):
    """Whether the person has it."""

    HAS = "has", _("has it")
    NEVER_HAD = "never_had", _("never had it")
    LOST = "lost", _("lost")
    IN_PROCEDURE = "in_procedure", _("in procedure")
    UNKNOWN = "unknown", _("not known")


class Answer(TextChoices):
    """Whether the person was asked how she identifies; all three are answers (DESIGN rule 3)."""

    ASKED = "asked", _("answered")
    NOT_ASKED = "not_asked", _("not asked")
    DECLINED = "declined", _("declined to say")


class StatusKind(TextChoices):
    """Displacement and nationality status."""

    DISPLACED = "displaced", _("internally displaced")
    RETURNEE = "returnee", _("returnee (readmission)")
    ASYLUM = "asylum", _("asylum seeker or refugee")
    STATELESS = "stateless", _("stateless")
    AT_RISK = "at_risk_of_statelessness", _("at risk of statelessness")


class Purpose(TextChoices):
    """What a consent is for."""

    REGISTRATION = "registration", _("keeping this record")
    REFERRAL = "referral", _("referral to an institution")
    SHARING = "sharing", _("sharing with another mandate or unit")
    RESEARCH = "research", _("statistics and research")


class GivenBy(TextChoices):
    """Who gave a consent."""

    SELF = "self", _("the person")
    GUARDIAN = "guardian", _("parent or guardian")


class Evidence(TextChoices):
    """How a consent can be proved."""

    ORAL = "oral_witnessed", _("oral, witnessed")
    SIGNED = "signed", _("signed")
    RECORDED = "recorded", _("recorded")
