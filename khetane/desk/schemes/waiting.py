"""What of schemes waits on the first page of who works in them and sees no households."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import npgettext

from khetane.core.viewer import Viewer
from khetane.desk.figures import Figure
from khetane.programmes.counting import count_standing
from khetane.programmes.definition import Phase
from khetane.programmes.reading import shipped


def waiting_enrolments(viewer: Viewer) -> Iterator[Figure]:
    """How many wait in the schemes in which she works, and how many take part; one query."""
    units = viewer.units.get("scheme.read", frozenset())
    if not units:
        return
    standing = count_standing(shipped(), units).values()
    waiting, served = (sum(phases[phase] for phases in standing) for phase in (Phase.WAITING, Phase.SERVED))
    to = reverse("programmes:schemes")
    yield Figure(waiting, npgettext("enrolments", "waits for a scheme", "wait for a scheme", waiting), to)
    yield Figure(
        served, npgettext("enrolments", "takes part in a scheme", "take part in a scheme", served), to
    )
