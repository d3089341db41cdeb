"""One submission: what it says beside what it changed, why it waits, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import NotAllowed, Refusal
from khetane.core.routes import requires
from khetane.core.viewer import NO_ROLE, current
from khetane.desk.authors import names_of
from khetane.desk.changes import Version, Words, joined, version
from khetane.desk.conflicts import Waiting, waiting
from khetane.desk.questions import questions_now
from khetane.desk.records import Record, records_of
from khetane.desk.references import referred
from khetane.desk.waiting import in_words
from khetane.forms import reasons
from khetane.forms.contents import office_edits, open_content, open_file
from khetane.forms.exports.stream import PERMISSION as EXPORT
from khetane.forms.keys import unwrapped
from khetane.forms.masking import hidden_paths
from khetane.forms.models import Attachment, Source, Submission, SubmissionState
from khetane.forms.pictures import picture_of
from khetane.forms.pictures.reading import Unreadable
from khetane.forms.reapplying import OPEN, reapply
from khetane.forms.xml.compiled import Compiled
from khetane.history.changes import Change
from khetane.history.masking import sees_property
from khetane.history.models import Conflict, EntityChange
from khetane.places.naming import unit_named
from khetane.review.answers import Answers, form_answers, office_answers
from khetane.review.submissions import READ, title_of

REVIEW = "submission.review"
HARMLESS, UNNAMED = ("audio/mpeg", "audio/mp4", "video/mp4"), "application/octet-stream"
PICTURE_KEPT = Sentence(
    "picture_kept",
    gettext_noop(
        "The picture {name} could not be read, so where and when it was taken could not be left out: it is not shown. "
        "Whoever may export this unit's submissions can save it as it came. Take the photo again with the phone's camera as JPEG."
    ),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """One record that the submission made or changed, field by field."""

    record: Record
    version: Version


@requires(READ)
def submission_page(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The page of one submission."""
    found = Submission.objects.select_related("form_version__form", "unit").prefetch_related(unit_named())
    one = get_object_or_404(found, pk=submission_id)
    changed = list(changes_of(one))
    audit.read("submission", [one.pk, *{each.record.id for each in changed}], unit_id=one.unit_id)
    may_review = current().can(REVIEW, one.unit_id)
    context = {
        "submission": one,
        "title": title_of(one),
        "who": names_of([one.account]).get(one.account, ""),
        "reasons": in_words(reasons.of(one)),
        "answers": answers_of(one),
        "changed": changed,
        "conflicts": conflicts_of(one),
        "attachments": one.attachments.defer("content").order_by("name"),
        "later": later_version(one),
        "may_reapply": may_review and one.state in OPEN,
        "may_export": current().can(EXPORT, one.unit_id),
    }
    return render(request, "review/submission.html", context)


def answers_of(one: Submission) -> Answers:
    """What it says; nothing of it when its key was destroyed."""
    if not one.key:
        return Answers(())
    content = content_of(one)
    if one.source == Source.OFFICE or one.form_version_id is None:
        return office_answers(content, one.unit_id)
    return form_answers(content, one.form_version_id, one.unit_id)


def content_of(one: Submission) -> bytes:
    key = unwrapped(one.pk, bytes(one.key), one.key_id)
    return open_content(one.pk, key, bytes(one.content))


def changes_of(one: Submission) -> Iterable[Changed]:
    """The versions that this submission made, as far as the viewer's mandates read them."""
    rows = list(EntityChange.objects.filter(source=one.pk).order_by("id"))
    if not rows:
        return []
    records = records_of(rows)
    keys = {one.pk: unwrapped(one.pk, bytes(one.key), one.key_id)} if one.key else {}
    opened = [(row, change := change_of(row), change.opened(keys)) for row in rows]
    known = referred((name, value) for *_, said in opened for name, pair in said.items() for value in pair)
    words = Words(known, questions_now())
    told: dict[UUID, Changed] = {}
    for row, change, said in opened:
        now, before = version(change, said, "", words), told.get(row.record)
        parts = (before.version, now) if before else (now,)
        told[row.record] = Changed(records[row.pk], joined(parts)[0])
    return told.values()


def change_of(row: EntityChange) -> Change:
    """A stored change as history opens it."""
    return Change(
        dataset=row.dataset,
        record=row.record,
        version=row.version,
        mandate=row.mandate,
        source=row.source,
        unit_id=row.unit_id,
        account=row.account,
        at=row.at,
        branch=row.branch,
        branch_version=row.branch_version,
        fields=list(row.fields),
        sealed=bytes(row.sealed),
    )


def conflicts_of(one: Submission) -> list[Waiting]:
    """The conflicts that it takes part in, decided ones too."""
    return waiting(list(Conflict.objects.filter(sides__source=one.pk).distinct().order_by("opened_at", "id")))


def later_version(one: Submission) -> Submission | None:
    """The submission that took this one's place."""
    if one.state != SubmissionState.REPLACED:
        return None
    return Submission.objects.filter(replaces=one.instance_id).defer("content", "key").first()


@requires(REVIEW)
@require_POST
def apply_again(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Apply a submission again after its cause was mended."""
    one = get_object_or_404(Submission.objects.defer("content"), pk=submission_id)
    current().check(REVIEW, one.unit_id)
    try:
        applied = reapply(submission_id)
    except Refusal as refusal:
        messages.error(request, refusal.problem.translated(_))
    else:
        if SubmissionState(applied.state) in OPEN:
            messages.warning(request, _("It still cannot be applied. The reasons stand below."))
        else:
            messages.success(request, _("The submission was applied."))
    return redirect("forms:submission", submission_id)


@requires(READ)
def raw(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The content as it arrived, to be saved: for whoever may export."""
    one = get_object_or_404(Submission.objects.all(), pk=submission_id)
    current().check(EXPORT, one.unit_id)
    if not one.key:
        raise Http404("This submission was erased.")
    if unseen(one):
        raise NotAllowed(NO_ROLE.about())
    audit.record("exported", "submission", [one.pk], unit_id=one.unit_id)
    office = one.source == Source.OFFICE
    kind, ending = ("application/json", "json") if office else ("application/xml", "xml")
    return saved(content_of(one), kind, f"{one.pk}.{ending}")


def unseen(one: Submission) -> bool:
    """Whether it may hold answers that the viewer may not see."""
    if one.form_version is not None:
        return bool(hidden_paths(Compiled.from_json(one.form_version.compiled), [one.unit_id]))
    edits = office_edits(content_of(one))
    return not all(sees_property(edit.dataset, name, one.unit_id) for edit in edits for name in edit.values)


@requires(READ)
def attachment(request: HttpRequest, submission_id: UUID, attachment_id: UUID) -> HttpResponse:
    """A file of the submission, to be saved; of a picture, what it shows, without the camera's notes."""
    found = attached(submission_id, attachment_id)
    content = opened(found)
    audit.record("read", "attachment", [found.pk, submission_id], unit_id=found.unit_id)
    try:
        picture = picture_of(content, found.content_type)
    except Unreadable:
        messages.error(request, PICTURE_KEPT.about(name=found.name).translated(_))
        return redirect("forms:submission", submission_id)
    if picture:
        return saved(picture.content, picture.kind, found.name)
    kind = found.content_type if found.content_type in HARMLESS else UNNAMED
    return saved(content, kind, found.name)


@requires(READ)
def attachment_as_it_came(request: HttpRequest, submission_id: UUID, attachment_id: UUID) -> HttpResponse:
    """The file with all that the camera wrote into it: for whoever may export, as the raw content is."""
    found = attached(submission_id, attachment_id)
    current().check(EXPORT, found.unit_id)
    audit.record("exported", "attachment", [found.pk, submission_id], unit_id=found.unit_id)
    return saved(opened(found), UNNAMED, found.name)


def attached(submission_id: UUID, attachment_id: UUID) -> Attachment:
    """A file that the viewer may open. Raises Http404, NotAllowed."""
    wanted = Attachment.objects.select_related("submission").filter(submission=submission_id)
    found = get_object_or_404(wanted, pk=attachment_id)
    if not found.submission.key:
        raise Http404("This submission was erased.")
    if unseen(found.submission):
        raise NotAllowed(NO_ROLE.about())  # whose answer a file is, only the record says
    return found


def opened(found: Attachment) -> bytes:
    one = found.submission
    key = unwrapped(one.pk, bytes(one.key), one.key_id)
    return open_file(found.pk, key, bytes(found.content))


def saved(content: bytes, kind: str, name: str) -> HttpResponse:
    """An answer that a browser saves and never shows or guesses at."""
    answer = HttpResponse(content, content_type=kind)
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name)
    answer["Content-Disposition"] = f'attachment; filename="{plain}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
