"""The states of needs, referrals, procedures and hearings, and the steps between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khetane.cases.legal import HearingState, Outcome
from khetane.cases.models import NeedState, ReferralState
from khetane.cases.plans import PlanState, StepState
from khetane.core.states import Machine, Step

NEED = Machine(
    kind="need",
    states=tuple(NeedState.values),
    # What was met, or no longer wanted, before anyone wrote it down is recorded too.
    starts=(NeedState.OPEN, NeedState.WORKING, NeedState.MET, NeedState.DROPPED),
    steps=(
        Step("take_up", _("Take it up"), (NeedState.OPEN,), NeedState.WORKING),
        Step("put_back", _("Put it back"), (NeedState.WORKING,), NeedState.OPEN),
        Step("meet", _("It is met"), (NeedState.OPEN, NeedState.WORKING), NeedState.MET),
        Step("drop", _("Drop"), (NeedState.OPEN, NeedState.WORKING), NeedState.DROPPED, asks=("outcome",)),
        Step("reopen", _("Reopen"), (NeedState.MET, NeedState.DROPPED), NeedState.OPEN),
    ),
)
REFERRAL = Machine(
    kind="referral",
    states=tuple(ReferralState.values),
    # Made by telephone or on paper and answered at once, it is recorded with its answer.
    starts=(ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.REJECTED, ReferralState.DONE),
    steps=(
        Step("accept", _("Accept"), (ReferralState.SENT,), ReferralState.ACCEPTED),
        Step("reject", _("Reject"), (ReferralState.SENT,), ReferralState.REJECTED, asks=("answer",)),
        Step("finish", _("Done"), (ReferralState.ACCEPTED,), ReferralState.DONE),
        Step("revoke", _("Revoke"), (ReferralState.SENT, ReferralState.ACCEPTED), ReferralState.REVOKED),
        Step("expire", _("Expired"), (ReferralState.SENT, ReferralState.ACCEPTED), ReferralState.EXPIRED),
        Step("extend", _("Extend"), (ReferralState.EXPIRED,), ReferralState.SENT, asks=("expires_on",)),
    ),
)
PROCEDURE = Machine(
    kind="procedure",
    states=tuple(Outcome.values),
    starts=tuple(Outcome.values),  # lawyers enter what was decided years ago
    steps=(
        Step("grant", _("Granted"), (Outcome.PENDING,), Outcome.GRANTED),
        Step("refuse", _("Refused"), (Outcome.PENDING,), Outcome.REFUSED),
        Step("withdraw", _("Withdrawn"), (Outcome.PENDING,), Outcome.WITHDRAWN),
        # An appeal or a renewed proceeding opens it again.
        Step("reopen", _("Reopened"), (Outcome.GRANTED, Outcome.REFUSED, Outcome.WITHDRAWN), Outcome.PENDING),
    ),
)
HEARING = Machine(
    kind="hearing",
    states=tuple(HearingState.values),
    starts=tuple(HearingState.values),  # past hearings are entered as they went
    steps=(
        Step("hold", _("It was held"), (HearingState.SET,), HearingState.HELD),
        Step("postpone", _("Postponed"), (HearingState.SET,), HearingState.POSTPONED),
        Step("set_again", _("A new day is set"), (HearingState.POSTPONED,), HearingState.SET),
        Step("cancel", _("Cancelled"), (HearingState.SET, HearingState.POSTPONED), HearingState.CANCELLED),
    ),
)
PLAN = Machine(
    kind="case_plan",
    states=tuple(PlanState.values),
    # What was agreed at the kitchen table before anyone wrote it down begins as agreed.
    starts=(PlanState.DRAFT, PlanState.AGREED),
    steps=(
        Step("agree", _("The family agreed"), (PlanState.DRAFT,), PlanState.AGREED, asks=("review_on",)),
        Step(
            "review",
            _("Reviewed with the family"),
            (PlanState.AGREED, PlanState.REVIEWED),  # again and again, until it is closed
            PlanState.REVIEWED,
            asks=("review_on",),
        ),
        Step(
            "close",
            _("Close"),
            (PlanState.DRAFT, PlanState.AGREED, PlanState.REVIEWED),
            PlanState.CLOSED,
            asks=("outcome",),
        ),
        Step("reopen", _("Reopen"), (PlanState.CLOSED,), PlanState.AGREED, asks=("review_on",)),
    ),
)
PLAN_STEP = Machine(
    kind="plan_step",
    states=tuple(StepState.values),
    starts=(StepState.OPEN, StepState.DONE),
    steps=(
        Step("finish", _("Done"), (StepState.OPEN,), StepState.DONE),
        Step("drop", _("Drop"), (StepState.OPEN,), StepState.DROPPED),
        Step("reopen", _("Reopen"), (StepState.DONE, StepState.DROPPED), StepState.OPEN),
    ),
)
MACHINES = (NEED, REFERRAL, PROCEDURE, HEARING, PLAN, PLAN_STEP)
