"""The states of housing proposals; those of processes follow from their kind (khetane/upgrading/catalogue)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khetane.core.states import Machine, Step
from khetane.upgrading.enums import ProposalState as State
from khetane.upgrading.reading import shipped

PROPOSAL = Machine(
    kind="housing_proposal",
    states=tuple(State.values),
    starts=(State.PROPOSED,),
    steps=(
        # Nobody can say that a site is free of risks who has not looked at it.
        Step("agree", _("Agree"), (State.PROPOSED,), State.AGREED, ("looked_on",)),
        Step("build", _("Built"), (State.AGREED,), State.BUILT),
        Step("drop", _("Drop"), (State.PROPOSED, State.AGREED), State.DROPPED),
        Step("propose_again", _("Propose again"), (State.DROPPED,), State.PROPOSED),
    ),
)
# The stages of processes, by the rules of today.
PROCESSES = tuple(kind.latest.machine for kind in shipped().values())
