"""Uploads that could not be taken in: what they are, and what is decided about them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from khetane.access.seen import seen
from khetane.core import audit, keyset
from khetane.core.refusals import Refusal
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.authors import names_of
from khetane.desk.waiting import in_words
from khetane.forms import reasons
from khetane.forms.exports.stream import PERMISSION as EXPORT
from khetane.forms.kept import READ, may_deal_with, open_kept, set_aside
from khetane.forms.mending import files_beside, take_in
from khetane.forms.models import KeptState, KeptUpload
from khetane.forms.pictures import picture_of
from khetane.forms.pictures.reading import Unreadable
from khetane.places.naming import unit_named
from khetane.review.submission import PICTURE_KEPT, UNNAMED, saved

SHOWN_BYTES = 20_000


class KeptFilter(forms.Form):
    """Which of the kept uploads."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("all", gettext_lazy("all")), *KeptState.choices],
    )


class Reason(forms.Form):
    """Why an upload is set aside."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is not needed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@requires(READ)
def kept_uploads(request: HttpRequest) -> HttpResponse:
    """What waits for review; with `state`, what was decided too."""
    given = request.GET.copy()
    given.setdefault("state", KeptState.WAITING)
    form = KeptFilter(given)
    state = form.cleaned_data["state"] if form.is_valid() else KeptState.WAITING
    rows = KeptUpload.objects.select_related("unit").prefetch_related(unit_named()).defer("content", "key")
    if state != "all":
        rows = rows.filter(state=state)
    units = current().units.get(READ, ())
    page = keyset.page(rows, ("-received_at", "-id"), request.GET.get("after", ""), units=units)
    seen("upload", page.rows)
    told = [(row, why(row)) for row in page.rows]
    context = {"form": form, "shown": told, "state": state, **page.addresses(request.GET)}
    return render(request, "review/kept_uploads.html", context)


def why(kept: KeptUpload) -> str:
    """Why it could not be taken in, in the reader's language; an erasure empties what stood here."""
    if not kept.reason:
        return _("redacted after an erasure")
    return " ".join(in_words(reasons.load(kept.reason)))


@requires(READ)
def kept_upload(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """One kept upload with its beginning, and the two ways to deal with it."""
    return page_of(request, kept_id, Reason())


def page_of(request: HttpRequest, kept_id: UUID, form: Reason, status: int = 200) -> HttpResponse:
    """One kept upload with its form, on record as read."""
    kept = get_object_or_404(KeptUpload.objects.select_related("unit"), pk=kept_id)
    audit.read("upload", [kept.pk], unit_id=kept.unit_id)
    names = names_of(filter(None, [kept.account, kept.decided_by]))
    content = open_kept(kept) if kept.key else b""
    context = {
        "kept": kept,
        "why": why(kept),
        "who": names.get(kept.account, ""),
        "decider": names.get(kept.decided_by, "") if kept.decided_by else "",
        "beginning": content[:SHOWN_BYTES].decode(errors="replace") if not kept.file_name else "",
        "size": len(content),
        "beside": files_beside(kept) if not kept.file_name else [],
        "form": form,
        "open": kept.state == KeptState.WAITING and may_deal_with(kept),
    }
    return render(request, "review/kept_upload.html", context, status=status)


@requires(READ)
def kept_content(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """What was uploaded, to be saved; of a picture, what it shows, unless she may export all of it."""
    kept = get_object_or_404(KeptUpload, pk=kept_id)
    content = open_kept(kept)
    audit.record("exported", "upload", [kept.pk], unit_id=kept.unit_id)
    if not kept.file_name:
        return saved(content, "application/xml", f"{kept.pk}.xml")
    if not current().can(EXPORT, kept.unit_id):
        try:
            picture = picture_of(content)
        except Unreadable:
            messages.error(request, PICTURE_KEPT.about(name=kept.file_name).translated(_))
            return redirect("forms:kept_upload", kept_id)
        content = picture.content if picture else content
    return saved(content, UNNAMED, kept.file_name)


@requires(READ)
@require_POST
def take(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """Take it in, after its cause was mended."""
    get_object_or_404(KeptUpload.objects.defer("content"), pk=kept_id)
    try:
        answer = take_in(kept_id)
    except Refusal as refusal:
        messages.error(request, refusal.problem.translated(_))
        return redirect("forms:kept_upload", kept_id)
    messages.success(request, answer.said.translated(_))
    if answer.submission_id:
        return redirect("forms:submission", answer.submission_id)
    return redirect("forms:kept_uploads")


@requires(READ)
@require_POST
def put_aside(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """Set it aside with a reason."""
    get_object_or_404(KeptUpload.objects.defer("content"), pk=kept_id)
    form = Reason(request.POST)
    if not form.is_valid():
        return page_of(request, kept_id, form, status=422)
    try:
        set_aside(kept_id, form.cleaned_data["reason"])
    except Refusal as refusal:
        messages.error(request, refusal.problem.translated(_))
        return redirect("forms:kept_upload", kept_id)
    messages.success(request, _("The upload was set aside."))
    return redirect("forms:kept_uploads")
