"""What a page was opened for, told in its address: ids only, and the way back to where it was opened."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from khetane.desk.references import as_id
from khetane.people.models import Household

CARRIED = ("person", "need", "visit")
# What a consent may be asked for on the way, and the page of the household that goes on with it.
ASKED_FOR_BY = {"refer": "cases:refer", "hand_over": "people:hand_over"}


def carried(request: HttpRequest) -> dict[str, str]:
    """What the page was opened for."""
    return {name: request.GET[name] for name in CARRIED if as_id(request.GET.get(name, ""))}


def way_back(request: HttpRequest, household: Household) -> str:
    """To the visit at which something was recorded, where the next household waits; else to the household."""
    visit = carried(request).get("visit")
    return (
        reverse("outreach:visit", args=[visit]) if visit else reverse("people:household", args=[household.pk])
    )


def consent_url(household: Household, purpose: str, then: str, need: UUID | None = None) -> str:
    """Where a consent is recorded that the page `then` (of ASKED_FOR_BY) waits for."""
    asked = {"purpose": purpose, "then": then, **({"need": str(need)} if need else {})}
    return f"{reverse('people:give_consent', args=[household.pk])}?{urlencode(asked)}"


def after_consent(request: HttpRequest, household: Household) -> str:
    """To the page that waited for the consent, with its need; to the referral it lets on; else to the household."""
    referral = as_id(request.GET.get("referral", ""))
    if referral:
        return reverse("cases:referral", args=[referral])
    waiting = ASKED_FOR_BY.get(request.GET.get("then", ""))
    if waiting is None:
        return reverse("people:household", args=[household.pk])
    need = carried(request).get("need")
    return reverse(waiting, args=[household.pk]) + (f"?need={need}" if need else "")
