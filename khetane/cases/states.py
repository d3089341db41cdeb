"""The states of needs, referrals, procedures and hearings, and the steps between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khetane.cases.legal import HearingState, Outcome
from khetane.cases.models import NeedState, ReferralState
from khetane.core.states import Machine, Step

NEED = Machine(
    kind="need",
    states=tuple(NeedState.values),
    # What was met, or no longer wanted, before anyone wrote it down is recorded too.
    starts=(NeedState.OPEN, NeedState.MET, NeedState.DROPPED),
    steps=(
        Step("meet", _("It is met"), (NeedState.OPEN,), NeedState.MET),
        Step("drop", _("Drop"), (NeedState.OPEN,), NeedState.DROPPED),
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
        Step("reject", _("Reject"), (ReferralState.SENT,), ReferralState.REJECTED),
        Step("finish", _("Done"), (ReferralState.ACCEPTED,), ReferralState.DONE),
        Step("revoke", _("Revoke"), (ReferralState.SENT, ReferralState.ACCEPTED), ReferralState.REVOKED),
        Step("expire", _("Expired"), (ReferralState.SENT, ReferralState.ACCEPTED), ReferralState.EXPIRED),
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
MACHINES = (NEED, REFERRAL, PROCEDURE, HEARING)
