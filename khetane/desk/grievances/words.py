"""What stands on the screen for the codes of a grievance."""

from __future__ import annotations

from django.utils.translation import gettext as _

from khetane.grievances.catalogue.reading import Terms, catalogue
from khetane.grievances.enums import Heard
from khetane.subjects.catalogue.reading import bodies
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.words import grievances_said
from khetane.web.names import worded


def subject(code: str) -> str:
    """What it is about, in the language in force."""
    known = catalogue().about.get(code)
    return worded(known.words) if known else code


def body_name(kind: str, economy: str = "") -> str:
    """The body outside by its own name in an economy, else by its kind."""
    body = bodies().get(economy, {}).get(kind)
    return worded(body.names) if body else str(Heard(kind).label)


def terms_in_words(terms: Terms) -> str:
    """How soon, where that comes from, how sure it is, and how long one is kept."""
    sure = {"verified": _("verified"), "seen": _("read in a public source"), "recalled": _("to be verified")}
    said = {
        "acknowledge": terms.acknowledge_days,
        "answer": terms.answer_days,
        "source": worded(terms.source),
        "status": sure[terms.status],
    }
    kept = _("Kept: %(period)s.") % {"period": "; ".join(grievances_said(in_force()).periods)}
    soon = _(
        "Looked at within %(acknowledge)s days and answered within %(answer)s, counted from the day it came. %(source)s (%(status)s)."
    )
    return f"{soon % said} {kept}"
