"""Why something is not pursued, where a form without a mandate asks: a code, since its answers are read by the whole unit."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Why(TextChoices):
    """One of few reasons; on a screen a sentence is written instead."""

    NOT_WANTED = "not_wanted", _("the family no longer wants it")
    SOLVED = "solved", _("it was solved another way")
    NOT_POSSIBLE = "not_possible", _("it is not possible now")
    MOVED = "moved", _("the family moved away")
    UNREACHABLE = "unreachable", _("they could not be reached")


def in_words(text: str) -> str:
    """What was written, or the reason that a code stands for."""
    return str(Why(text).label) if text in Why.values else text
