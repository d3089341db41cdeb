"""Sessions of a scheme: who was there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.access.seen import seen
from khetane.core import audit
from khetane.core.routes import requires
from khetane.desk.edit_forms import Choices
from khetane.desk.saving import done, save_from_form
from khetane.desk.schemes.forms import SessionForm
from khetane.desk.schemes.overview import scheme_named
from khetane.desk.schemes.wording import scheme_label
from khetane.desk.services.groups import own_units, unit_for
from khetane.forms import office
from khetane.programmes.definition import Phase, Scheme
from khetane.programmes.enrolled import Enrolled, enrolled
from khetane.programmes.models import Enrolment, Presence, Session
from khetane.web.names import person_label, worded


@requires("registry.write")
def new_session(request: HttpRequest, code: str) -> HttpResponse:
    """One session of those who take part now."""
    scheme = scheme_named(code)
    if not scheme.sessions:
        raise Http404
    unit = unit_for(request, None)
    if unit is None:
        which = {"units": own_units(), "title": worded(scheme.names)}
        return render(request, "desk/services/which_unit.html", which)
    taking_part = list(served(scheme).filter(unit=unit))
    who = enrolled(one.pk for one in taking_part)
    form = SessionForm(
        request.POST or None,
        who=choices(taking_part, who),
        parents=scheme.parents,
        initial={"date": timezone.localdate()},
    )
    back = reverse("programmes:scheme", args=[code])
    if form.is_valid():
        values = {**form.values(), "scheme": code}
        applied = save_from_form(
            form,
            lambda: office.create(
                "session", UUID(form.instance_id), values, unit_id=unit.pk, instance_id=form.instance_id
            ),
        )
        if applied:
            return done(request, applied, back)
    seen("enrolment", taking_part)
    context = {
        "form": form, "title": _("Who was there"), "back": back, "scheme": scheme,
        "scheme_name": worded(scheme.names), "nobody": not taking_part,
    }  # fmt: skip
    return render(request, "desk/schemes/form.html", context, status=422 if form.errors else 200)


def served(scheme: Scheme) -> QuerySet[Enrolment]:
    """Those who take part now, by the stages of every version of the rules."""
    stages = {
        stage.code
        for rules in scheme.versions
        for stage in rules.stages.values()
        if stage.phase is Phase.SERVED
    }
    return Enrolment.objects.filter(scheme=scheme.code, stage__in=stages).order_by("-applied_on", "-id")


def choices(taking_part: list[Enrolment], who: dict[UUID, Enrolled]) -> Choices:
    known = [(str(one.pk), person_label(who[one.pk])) for one in taking_part if one.pk in who]
    return sorted(known, key=lambda pair: pair[1])


@requires("scheme.read")
def session_page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One session, and who was there."""
    session = get_object_or_404(Session, pk=session_id)
    presences = list(Presence.objects.filter(session=session))
    who = enrolled(one.enrolment_id for one in presences)
    shown = [one.enrolment_id for one in presences]
    audit.read("session", [session.pk, *shown], unit_id=session.unit_id)
    rows = [(one, who[one.enrolment_id]) for one in presences if one.enrolment_id in who]
    context = {
        "session": session,
        "scheme_name": scheme_label(session.scheme),
        "rows": sorted(rows, key=lambda row: (not row[0].present, person_label(row[1]))),
    }
    return render(request, "desk/schemes/session.html", context)
