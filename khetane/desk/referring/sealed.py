"""Making and closing the sealed pages of a referral."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khetane.cases.models import Referral
from khetane.cases.referring import pages
from khetane.cases.referring.page_models import ReferralPage
from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.desk.card import qr_code
from khetane.desk.editing import edit_page
from khetane.desk.referring.forms import PageForm
from khetane.desk.referring.side import referral_named, side_of
from khetane.desk.referring.telling import content
from khetane.web.languages import current


@requires("registry.write")
def make_page(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Seal what the institution is told; the link and the code are shown this once."""
    referral = referral_named(referral_id)
    if not side_of(referral).may_tell:
        raise Http404
    form = PageForm(
        request.POST or None, initial={"language": current().code, "tells": ["name"], "days": "30"}
    )
    if form.is_valid():
        try:
            sealed = seal(referral, form)
        except Invalid as refusal:
            form.add_error(None, refusal.problem.translated(_))
        else:
            return told_once(request, referral, sealed)
    audit.read("referral", [referral.pk], unit_id=referral.unit_id)
    title = _("Page for the institution")
    lead = _("It needs no account. Whoever has the link and the code reads the referral there and answers.")
    back = reverse("cases:referral", args=[referral.pk])
    make = _("Make the page")
    return edit_page(
        request, form, title=title, household=referral.household, back=back, lead=lead, submit=make
    )


def seal(referral: Referral, form: PageForm) -> pages.Sealed:
    chosen = form.cleaned_data
    with translation.override(chosen["language"]):
        told = content(referral, chosen["tells"])
    return pages.make_page(
        referral, told, tells=chosen["tells"], language=chosen["language"], days=int(chosen["days"])
    )


def told_once(request: HttpRequest, referral: Referral, sealed: pages.Sealed) -> HttpResponse:
    """The link as text and as a code for a camera, and apart from it the figures to be told by telephone."""
    path = reverse("referred", args=[sealed.secret])
    link = (
        f"{settings.ENVIRONMENT.public_url}{path}"
        if settings.ENVIRONMENT.public_url
        else request.build_absolute_uri(path)
    )
    context = {
        "referral": referral,
        "page_made": sealed.page,
        "link": link,
        "code": sealed.code,
        "qr": qr_code(link),
    }
    response = render(request, "desk/referring/told_once.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires("registry.write")
@require_POST
def close_page(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Close a page for good."""
    page = get_object_or_404(ReferralPage, pk=page_id)
    pages.close_page(page)
    messages.success(request, _("The page is closed. Its link opens nothing any more."))
    return redirect("cases:referral", page.referral_id)
