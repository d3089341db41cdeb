"""What the data-protection officer watches, in figures: also when nothing waits for her."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from khetane.access.confirming import CONFIRM, LATELY, to_confirm
from khetane.access.models import AuditBlock, AuditEvent, Override
from khetane.core.viewer import Viewer
from khetane.desk.figures import Figure
from khetane.desk.rights.kept_time import to_decide
from khetane.forms.models import NamesOnDevices
from khetane.forms.taking import KEPT_OUT
from khetane.grievances.handling import CONCERNED_OTHER
from khetane.subjects.models import RequestState, SubjectRequest
from khetane.subjects.requests import EXECUTE

WATCH = "override.review"


def watched(viewer: Viewer) -> Iterator[Figure]:
    """Each thing within the viewer's reach, with the page that shows it; nothing for who does not watch."""
    if not viewer.can(WATCH):
        return
    since = timezone.now() - LATELY
    if viewer.can(EXECUTE):
        asked = list(SubjectRequest.objects.filter(state=RequestState.OPEN).only("requested_on", "state"))
        late, open_ = sum(one.is_overdue for one in asked), len(asked)
        label = ngettext("open request of a person", "open requests of persons", open_)
        yield Figure(open_, label, reverse("subjects:erasures"))
        label = ngettext("request past its answer", "requests past their answer", late)
        yield Figure(late, label, reverse("subjects:erasures"))
        yield from to_decide(viewer)
    if viewer.can(CONFIRM):
        waiting = to_confirm().count()
        label = ngettext("role to confirm", "roles to confirm", waiting)
        yield Figure(waiting, label, reverse("access:confirming"))
    opened = Override.objects.filter(begins_at__gte=since).count()
    label = ngettext("emergency in 30 days", "emergencies in 30 days", opened)
    yield Figure(opened, label, reverse("access:overrides") + "?state=all")
    signed = NamesOnDevices.objects.filter(ended_at=None).count()
    label = ngettext("unit with names on devices", "units with names on devices", signed)
    yield Figure(signed, label, reverse("forms:names"))
    if viewer.can("audit.read"):
        kept_out = AuditEvent.objects.filter(action=KEPT_OUT, at__gte=since).count()
        listed = reverse("access:audit") + f"?action={KEPT_OUT}"
        label = ngettext(
            "record that named erased persons, in 30 days",
            "records that named erased persons, in 30 days",
            kept_out,
        )
        yield Figure(kept_out, label, listed)
        concerned = AuditEvent.objects.filter(action=CONCERNED_OTHER, at__gte=since).count()
        label = ngettext(
            "officer declared concerned by another, in 30 days",
            "officers declared concerned by another, in 30 days",
            concerned,
        )
        yield Figure(concerned, label, reverse("access:audit") + f"?action={CONCERNED_OTHER}")


def sealed_until(viewer: Viewer) -> datetime.datetime | None:
    """When the audit was last sealed; None where nothing is sealed or the viewer does not watch it."""
    if not viewer.can(WATCH):
        return None
    found: datetime.datetime | None = AuditBlock.objects.aggregate(last=Max("sealed_at"))["last"]
    return found
