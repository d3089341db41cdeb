"""The lists of referrals: what was sent to us, what we sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from khetane.cases.models import Referral, ReferralState
from khetane.core.mandates import Mandate
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.listing import Listing, list_page
from khetane.desk.referring.side import counted, received, sent
from khetane.people.models import Household

BESIDE = (
    (gettext_lazy("Referred to us"), "cases:referrals"),
    (gettext_lazy("Sent by us"), "cases:sent_referrals"),
)
RECEIVED = Listing(
    kind="referral",
    permission="content.read",
    title=gettext_lazy("Referrals"),
    rows=lambda: rows(received(current())),
    order=("-sent_on", "-id"),
    columns=(
        gettext_lazy("What is asked for"),
        gettext_lazy("Household"),
        gettext_lazy("Sent on"),
        gettext_lazy("Answer awaited until"),
        gettext_lazy("State"),
    ),
    filters={
        "state_now": (gettext_lazy("State"), ReferralState.choices),
        "mandate": (gettext_lazy("From"), Mandate.choices),
    },
    empty=gettext_lazy("When another mandate of the unit sends a household on to you, it stands here."),
    standing={},
    days={"sent_on": gettext_lazy("Sent on")},
    beside=BESIDE,
)
SENT = replace(
    RECEIVED,
    rows=lambda: rows(sent(current())),
    filters={
        "state_now": (gettext_lazy("State"), ReferralState.choices),
        "to_mandate": (gettext_lazy("To"), Mandate.choices),
    },
    empty=gettext_lazy(
        "A referral sends a household on to another mandate or institution, under its consent."
    ),
)


def rows(of: Q) -> QuerySet[Any]:
    """Referrals with the state that counts today."""
    today = timezone.localdate()
    found = Referral.objects.filter(of).annotate(state_now=counted(today))
    homes = Prefetch("household", Household.objects.with_heads(today))
    return found.select_related("person", "directory_entry", "directory_entry__place").prefetch_related(homes)


@requires("content.read")
def referrals(request: HttpRequest) -> HttpResponse:
    """Referrals to the viewer's mandates."""
    return list_page(RECEIVED, request)


@requires("content.read")
def sent_referrals(request: HttpRequest) -> HttpResponse:
    """Referrals of the viewer's mandates."""
    return list_page(SENT, request)
