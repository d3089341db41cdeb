"""Code lists of places and settlement profiles."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Levels of the tree, from the top."""

    REGION = "region", _("region")
    COUNTRY = "country", _("economy")
    DISTRICT = "district", _("district")
    MUNICIPALITY = "municipality", _("municipality")
    SETTLEMENT = "settlement", _("settlement")


class SuccessionKind(TextChoices):
    """How one place went over into another."""

    MERGE = "merge", _("merged into")
    SPLIT = "split", _("split into")


class Existence(TextChoices):
    """How much of a settlement a network reaches."""

    ALL = "all", _("whole settlement")
    PART = "part", _("part of it")
    NONE = "none", _("none")
    UNKNOWN = "unknown", _("not known")


class Quality(TextChoices):
    """How good a network is where it exists."""

    GOOD = "good", _("good")
    FAIR = "fair", _("fair")
    POOR = "poor", _("poor")
    UNKNOWN = "unknown", _("not known")


class Position(TextChoices):
    """Where the settlement lies in relation to the town."""

    URBAN = "urban", _("in the town")
    EDGE = "edge", _("at the edge of the town")
    RURAL = "rural", _("rural")


class LegalStatus(TextChoices):
    """Whether the buildings stand with permits."""

    LEGAL = "legal", _("legal")
    PARTLY = "partly", _("partly legal")
    ILLEGAL = "illegal", _("not legal")
    UNKNOWN = "unknown", _("not known")


class Legalisation(TextChoices):
    """How far legalisation has come."""

    NONE = "none", _("not begun")
    STARTED = "started", _("begun")
    ADVANCED = "advanced", _("advanced")
    DONE = "done", _("done")
    UNKNOWN = "unknown", _("not known")


class PlanningDocument(TextChoices):
    """Whether a planning document covers the settlement."""

    NONE = "none", _("none")
    IN_PREPARATION = "in_preparation", _("in preparation")
    ADOPTED = "adopted", _("adopted")
    UNKNOWN = "unknown", _("not known")


class LandOwnership(TextChoices):
    """Who owns the land."""

    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")
    MIXED = "mixed", _("mixed")
    UNKNOWN = "unknown", _("not known")


class Risk(TextChoices):
    """What the settlement is exposed to."""

    FLOOD = "flood", _("flood")
    LANDSLIDE = "landslide", _("landslide")
    LANDFILL = "landfill", _("landfill")
    POWER_LINE = "power_line", _("power line")
    TRAFFIC = "traffic", _("traffic")
    INDUSTRY = "industry", _("industry")


class Material(TextChoices):
    """What most buildings are made of."""

    BRICK = "brick", _("brick or block")
    CONCRETE = "concrete", _("concrete")
    WOOD = "wood", _("wood")
    ADOBE = "adobe", _("mud or adobe")
    METAL = "metal", _("metal sheet or container")
    IMPROVISED = "improvised", _("plastic, cardboard or scrap")
    OTHER = "other", _("other")


class RomaShare(TextChoices):
    """Estimated share of Roma inhabitants (bands of the Regional Roma Survey 2017)."""

    OVER_40 = "over_40", _("over 40 %")
    FROM_10_TO_40 = "10_to_40", _("10 to 40 %")
    UNDER_10 = "under_10", _("under 10 %")
    UNKNOWN = "unknown", _("not known")


NETWORKS = ("water", "sewerage", "electricity", "lighting", "street", "heating", "waste")
SERVICES = (
    "school",
    "kindergarten",
    "health_centre",
    "employment_office",
    "social_work",
    "post",
    "bus",
    "shop",
)
