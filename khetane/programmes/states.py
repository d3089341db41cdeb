"""The states of milestones; those of enrolments follow from the scheme (khetane/programmes/catalogue)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khetane.core.states import Machine, Step
from khetane.programmes.models import MilestoneState
from khetane.programmes.reading import shipped

MILESTONE = Machine(
    kind="milestone",
    states=tuple(MilestoneState.values),
    # Most are written down when they are reached; that one was missed is known of a planned one, or at once.
    starts=tuple(MilestoneState.values),
    steps=(
        Step(
            "reach",
            _("Reached"),
            (MilestoneState.PLANNED, MilestoneState.MISSED),
            MilestoneState.REACHED,
            ("reached_on",),
        ),
        Step("miss", _("Missed"), (MilestoneState.PLANNED,), MilestoneState.MISSED),
        Step("reopen", _("Reopen"), (MilestoneState.REACHED, MilestoneState.MISSED), MilestoneState.PLANNED),
    ),
)
# The stages of enrolments, by the rules of today.
SCHEMES = tuple(scheme.latest.machine for scheme in shipped().values())
