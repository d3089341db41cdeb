"""Words of grievances that a form, a rule and a table share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What it is."""

    COMPLAINT = "complaint", _("a complaint")
    QUESTION = "question", _("a question")
    PRAISE = "praise", _("praise")


class State(models.TextChoices):
    """How far it is."""

    RECEIVED = "received", _("received")
    IN_HAND = "in_hand", _("being looked at")
    ANSWERED = "answered", _("answered")
    ESCALATED = "escalated", _("passed on")
    CLOSED = "closed", _("closed")


class Channel(models.TextChoices):
    """By which way it came."""

    WEB = "web", _("by the public page")
    IN_PERSON = "in_person", _("in person")
    TELEPHONE = "telephone", _("by telephone")
    PAPER = "paper", _("on paper")


class Way(models.TextChoices):
    """How the answer is wished; it can always be read with the code."""

    CODE = "code", _("I look here with my code")
    TELEPHONE = "telephone", _("call me")
    PAPER = "paper", _("write me a letter")
    IN_PERSON = "in_person", _("come to me")


class Satisfied(models.TextChoices):
    """What whoever wrote says of the answer."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("in part")
    NO = "no", _("no")


class Heard(models.TextChoices):
    """Who outside hears it (the kinds of bodies in khetane/subjects/catalogue/bodies.yaml)."""

    EQUALITY = "equality", _("equality body")
    OMBUDSMAN = "ombudsman", _("ombudsperson")
    DATA_PROTECTION = "data_protection", _("data-protection authority")


class MessageKind(models.TextChoices):
    """What a message is."""

    QUESTION = "question", _("question to whoever wrote")
    ANSWER = "answer", _("answer")
    REPLY = "reply", _("reply")
