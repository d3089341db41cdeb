"""The address of a form's CSV archive."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation

from khetane.core.routes import requires
from khetane.core.viewer import acting_as, current
from khetane.forms.exports.archive import file_name
from khetane.forms.exports.forms import asked_of, csv_archive, record_export
from khetane.forms.exports.stream import PERMISSION, Asked
from khetane.forms.models import Form
from khetane.review.submissions import SubmissionFilter, day_begins, day_ends


@requires(PERMISSION)
def export(request: HttpRequest, form_id: UUID) -> StreamingHttpResponse:
    """The submissions of a form as CSV files in a ZIP archive, streamed; `words=1` for words instead of codes.

    The list's filter applies here too. The export is in the log before its first byte is sent.
    """
    form = get_object_or_404(Form, pk=form_id)
    asked = _asked(request, form_id)
    if not asked.versions:
        raise Http404  # another unit's own form
    record_export(form_id, asked)
    pieces = _streamed(
        current().account_id,
        form_id,
        asked,
        request.GET.get("words") == "1",
        translation.get_language() or "en",
    )
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"{file_name(form.form_id)}-{timezone.localdate().isoformat()}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked(request: HttpRequest, form_id: UUID) -> Asked:
    wanted = SubmissionFilter(request.GET)
    wanted.is_valid()
    given = wanted.cleaned_data
    return asked_of(
        form_id,
        unit_id=given.get("unit"),
        since=day_begins(given.get("since")),
        until=day_ends(given.get("until")),
        states=(given["state"],) if given.get("state") else (),
    )


def _streamed(
    account_id: UUID, form_id: UUID, asked: Asked, in_words: bool, language: str
) -> Iterator[bytes]:
    """The request's transaction and language have ended when this runs: it has its own."""
    with acting_as(account_id), translation.override(language):
        yield from csv_archive(form_id, asked, in_words=in_words)
