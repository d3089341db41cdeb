"""What kinds of questions are called, and which of them are asked of anybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khetane.forms.xml.description import Question

COMPUTED = ("calculate", "hidden", "start", "end", "today", "deviceid", "username")
WORDS = {
    "acknowledge": _("a tick"),
    "audio": _("sound recording"),
    "barcode": _("barcode"),
    "calculate": _("worked out"),
    "date": _("day"),
    "datetime": _("day and time"),
    "dateTime": _("day and time"),
    "decimal": _("number with decimals"),
    "file": _("file"),
    "geopoint": _("point on the map"),
    "geoshape": _("area on the map"),
    "geotrace": _("line on the map"),
    "group": _("group of questions"),
    "image": _("picture"),
    "integer": _("whole number"),
    "note": _("note without answer"),
    "range": _("number from a range"),
    "rank": _("an order"),
    "repeat": _("repeated questions"),
    "select_multiple": _("several of the choices"),
    "select_one": _("one of the choices"),
    "text": _("text"),
    "time": _("time of day"),
    "video": _("film"),
}


def kind_word(kind: str) -> str:
    """The kind in the reader's words; one that only XLSForm knows, as XLSForm calls it."""
    return str(WORDS.get(kind, kind))


def is_asked(question: Question) -> bool:
    """Whether somebody sees the question: what the form works out for itself without a label is none."""
    return question.kind not in COMPUTED or bool(question.labels)
