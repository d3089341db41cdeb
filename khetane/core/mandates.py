"""The mandates of a joint mobile unit and the areas of need they answer for."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mandate(TextChoices):
    """Who in the unit, and whose notes."""

    COORDINATION = "coordination", _("coordinator for Roma issues")
    EDUCATION = "education", _("pedagogical assistant")
    HEALTH = "health", _("health mediator")
    SOCIAL_PROTECTION = "social_protection", _("social worker")
    EMPLOYMENT = "employment", _("employment adviser")
    LEGAL = "legal", _("legal aid")


class Area(TextChoices):
    """Areas in which a need is found."""

    EDUCATION = "education", _("education")
    HEALTH = "health", _("health")
    EMPLOYMENT = "employment", _("employment")
    SOCIAL_PROTECTION = "social_protection", _("social protection")
    HOUSING = "housing", _("housing")
    DOCUMENTS = "documents", _("documents and legal status")
    DISCRIMINATION = "discrimination", _("discrimination")
    SAFETY = "safety", _("safety")
