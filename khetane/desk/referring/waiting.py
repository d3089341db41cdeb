"""Referrals that wait for somebody, as figures of the first page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import ngettext

from khetane.cases.models import Referral, ReferralState
from khetane.cases.referring.page_models import PageEvent
from khetane.core.viewer import Viewer
from khetane.desk.figures import Figure
from khetane.desk.referring.side import received, sent

UNDER_WAY = (ReferralState.SENT, ReferralState.ACCEPTED)


def waiting_referrals(viewer: Viewer, day: datetime.date) -> Iterator[Figure]:
    """Those to answer; answers of institutions to take over; answers that are overdue. Each where there are any."""
    inbox, outbox = reverse("cases:referrals"), reverse("cases:sent_referrals")
    to_answer = Referral.objects.filter(received(viewer), state=ReferralState.SENT).count()
    if to_answer:
        label = ngettext("referral to answer", "referrals to answer", to_answer)
        yield Figure(to_answer, label, f"{inbox}?state_now=sent")
    told = PageEvent.objects.filter(page__referral=OuterRef("pk"), answer__gt="").exclude(
        answer=OuterRef("state")
    )
    answered = Referral.objects.filter(sent(viewer), Exists(told), state__in=UNDER_WAY).count()
    if answered:
        label = ngettext("answer of an institution", "answers of institutions", answered)
        yield Figure(answered, label, outbox)
    overdue = Referral.objects.filter(sent(viewer), state=ReferralState.SENT, expires_on__lt=day).count()
    if overdue:
        label = ngettext("referral without an answer", "referrals without an answer", overdue)
        yield Figure(overdue, label, f"{outbox}?state_now=expired")
