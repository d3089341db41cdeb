"""Pictures that came with records: those of the submissions that made or changed them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from khetane.core.viewer import current
from khetane.forms.models import Attachment
from khetane.history.models import EntityChange


def photos_of(records: Iterable[UUID]) -> list[Attachment]:
    """Files whose submission the viewer may open, the oldest first; their content stays where it is."""
    wanted = list(records)
    if not wanted or not current().can("submission.read"):
        return []
    sources = EntityChange.objects.filter(record__in=wanted).values("source")
    found = Attachment.objects.filter(submission__in=sources, content_type__startswith="image/")
    return list(found.defer("content").order_by("received_at"))
