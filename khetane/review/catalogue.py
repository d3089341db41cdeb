"""The form catalogue: forms, their versions, publishing, closing, downloads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from khetane.core.problems import Problem
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.forms.actions import (
    EVERYWHERE,
    NotPublished,
    close,
    may_change,
    opens_files,
    publish,
    reopen,
    sizes_refused,
)
from khetane.forms.actions import PERMISSION as PUBLISH
from khetane.forms.catalogue import described, readable
from khetane.forms.exports.stream import PERMISSION as EXPORT
from khetane.forms.models import Form, FormContent, FormState, FormVersion
from khetane.forms.wording import Wording, worded
from khetane.forms.xlsform import FormProblem
from khetane.forms.xlsform.limits import DEFAULT_LIMITS
from khetane.forms.xlsform.problems import FROM_CONVERTER
from khetane.forms.xml.description import Question
from khetane.integrations.openrosa.lists import listed
from khetane.organisations.models import Unit
from khetane.places.naming import unit_named
from khetane.review.kinds import is_asked, kind_word
from khetane.review.submission import saved
from khetane.web.languages import LANGUAGES
from khetane.web.names import form_title, unit_label

READ = "form.read"
LANGUAGE_NAMES = {language.code.lower(): language.name for language in LANGUAGES}


class Files(forms.ClearableFileInput):
    """A field of several files."""

    allow_multiple_selected = True


class MediaField(forms.FileField):
    """Files that a form needs; none is fine."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        check = super().clean
        files = [found for one in given if (found := check(one, initial))]
        refused = sizes_refused([(one.name or "", one.size or 0) for one in files])
        if refused:
            raise forms.ValidationError([one.translated(_) for one in refused])
        return files


class Upload(forms.Form):
    """A form to publish, and the files it needs."""

    file = forms.FileField(
        label=gettext_lazy("Form (XLSForm workbook or XForm)"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx or .xls) with the sheets survey, choices and settings."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xml"}),
    )
    unit = forms.TypedChoiceField(
        label=gettext_lazy("Offered to the devices of"), coerce=UUID, empty_value=None, required=False
    )
    attachments = MediaField(
        label=gettext_lazy("Files that the form needs"),
        help_text=gettext_lazy(
            "Pictures, sounds and CSV lists, under the names that the form uses. Your unit's own form, its lists of choices "
            "and its files are opened by its members only; a form for every unit by everybody who signs in."
        ),
        required=False,
    )
    field_order = ("file", "attachments", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offering = units_offering()
        if len(offering) < 2:
            del self.fields["unit"]
        else:
            self.fields["unit"].choices = offering  # type: ignore[attr-defined]  # a choice field


def units_offering() -> list[tuple[UUID | str, str]]:
    """For whom the viewer may publish: every unit, where she may do that, and her own ones by name."""
    units = Unit.objects.listed().filter(pk__in=current().units.get(PUBLISH, ()))
    every: list[tuple[UUID | str, str]] = [("", _("every unit"))] if current().can(EVERYWHERE) else []
    return every + [(unit.pk, unit_label(unit)) for unit in units]


@dataclass(frozen=True, slots=True)
class Line:
    """One problem of a form for the table: where, and what to do."""

    sheet: str
    row: int | None
    text: str


@requires(READ)
def form_list(request: HttpRequest) -> HttpResponse:
    """Every form with its newest version and how many are open."""
    forms_found = (
        Form.objects.select_related("unit")
        .prefetch_related(unit_named())
        .annotate(
            versions_count=Count("versions", distinct=True),
            open_count=Count("versions", filter=Q(versions__state=FormState.OPEN), distinct=True),
            last=Max("versions__published_at"),
        )
        .order_by("title", "form_id")
    )
    newest = FormVersion.objects.defer("compiled").order_by("form_id", "-published_at").distinct("form_id")
    by_form = {version.form_id: version for version in newest}
    rows = [(form, by_form.get(form.pk)) for form in forms_found]
    return render(request, "review/forms.html", {"rows": rows, "may_publish": current().can(PUBLISH)})


@requires(READ)
def form_page(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """The versions of one form side by side, and its exports; those that the viewer does not open by name only."""
    form = get_object_or_404(Form.objects.select_related("unit").prefetch_related(unit_named()), pk=form_id)
    versions = form.versions.defer("compiled").annotate(files=Count("media")).order_by("-published_at")
    changes = may_change(form)
    # A member knows of each version whether a name was taken out of it; nobody else does.
    opened = dict(FormContent.objects.filter(version__form=form).values_list("pk", "names_removed_at"))
    context = {
        "form_of": form,
        "offered_by": unit_label(form.unit) if form.unit else "",
        "versions": [
            (
                version,
                language_names(version.languages),
                changes or version.pk in opened,
                opened.get(version.pk),
            )
            for version in versions
        ],
        "may_publish": current().can(PUBLISH) and changes,
        "opens_all": all(version.pk in opened for version in versions),
        "may_export": current().can(EXPORT) and opened,
        "odata_url": request.build_absolute_uri(f"/odata/{form.pk}/"),
    }
    return render(request, "review/form.html", context)


@requires(READ)
def version_page(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """What one version asks, of whom it is read, and which files it needs.

    Who publishes a unit's own form without sending with it closes its versions here, and reads nothing of them.
    """
    version = get_object_or_404(FormVersion.objects.select_related("form").defer("compiled"), pk=version_id)
    if not readable(version_id):
        return closed_page(request, version)
    words = worded(described(version_id))
    opens = opens_files(version.form)
    media = list(version.media.defer("content").order_by("name"))
    there = {file.name for file in media}
    needed = {*words.form.media, *(one.filename for one in words.form.needs)} - there
    given = listed(name.removesuffix(".csv") for name in needed if name.endswith(".csv"))
    missing = sorted(needed - {f"{dataset}.csv" for dataset in given})
    content = FormContent.objects.defer("xform").get(pk=version_id)
    context = {
        "version": version,
        "form_of": version.form,
        "names_removed_at": content.names_removed_at,
        "has_source": bool(content.source),
        "languages": language_names(version.languages),
        "words": words,
        "questions": asked_in(words),
        "media": media,
        "missing": missing if opens else [],
        "opens_files": opens,
        "warnings": [line_of(warning) for warning in stored_warnings(content)],
        "may_publish": current().can(PUBLISH) and may_change(version.form),
        "readable": True,
    }
    return render(request, "review/version.html", context)


def asked_in(words: Wording) -> list[tuple[Question, str, str, list[str]]]:
    """Each question somebody is asked, how it is put, what kind it is, and its choices, in the reader's words."""
    return [
        (one, words.question(one.path), kind_word(one.kind), list(words.choices(one.path).values()))
        for one in words.form.questions
        if is_asked(one)
    ]


def closed_page(request: HttpRequest, version: FormVersion) -> HttpResponse:
    """Name and state of a version for who may change them; for others it is not there."""
    if not (current().can(PUBLISH) and may_change(version.form)):
        raise Http404
    context = {
        "version": version,
        "form_of": version.form,
        "languages": language_names(version.languages),
        "may_publish": True,
    }
    return render(request, "review/version.html", context)


def language_names(codes: Iterable[str]) -> list[str]:
    """Languages as their speakers call them, where we know."""
    return [LANGUAGE_NAMES.get(code.lower()) or own_name(code) for code in codes if code != "default"]


def own_name(code: str) -> str:
    """What its speakers call a language; the code itself, or the form's own word for it, where nobody knows."""
    try:
        return Locale.parse(code, sep="-").get_language_name() or code
    except (ValueError, UnknownLocaleError):
        return code


def stored_warnings(content: FormContent) -> list[FormProblem]:
    return [
        FormProblem(one["sheet"], one["row"], Problem(one["code"], one["sentence"], one["values"]))
        for one in content.warnings
    ]


def line_of(problem: FormProblem) -> Line:
    return Line(problem.sheet or "", problem.row, in_words(problem))


def in_words(problem: FormProblem) -> str:
    """The sentence in the reader's language; what only the converter says is quoted and marked as English."""
    if problem.problem.code != FROM_CONVERTER.code:
        return problem.without_place(_)
    quoted = format_html('<span lang="en">{}</span>', problem.problem.values["text"])
    return format_html(_(FROM_CONVERTER.text), text=quoted)


@requires(PUBLISH)
def upload(request: HttpRequest) -> HttpResponse:
    """Publish a form, or show what is wrong with it, sheet by sheet and row by row."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "review/upload.html", {"form": form}, status=status)
    file = form.cleaned_data["file"]
    media = {one.name or "": one.read() for one in form.cleaned_data["attachments"]}
    try:
        data = file.read(DEFAULT_LIMITS.file + 1)
        published = publish(data, file.name, media, unit_id=form.cleaned_data.get("unit"))
    except NotPublished as refused:
        lines = [line_of(problem) for problem in refused.problems]
        return render(
            request, "review/upload.html", {"form": form, "wrong": lines, "name": file.name}, status=422
        )
    told = (
        _("Published: {title}, version {version}.")
        if published.changed
        else _("{title}, version {version}, is published already; nothing was changed.")
    )
    version = published.version
    messages.success(request, told.format(title=form_title(version), version=version.version or "–"))
    return redirect("forms:version", version.pk)


@requires(PUBLISH)
@require_POST
def change_state(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Close a version to new records on devices, or open it again."""
    get_object_or_404(FormVersion.objects.defer("compiled"), pk=version_id)
    if request.POST.get("state") == FormState.CLOSED:
        close(version_id)
        messages.success(
            request,
            _("The version is closed: devices are not offered it; what was filled in is still taken."),
        )
    else:
        reopen(version_id)
        messages.success(request, _("The version is open: devices are offered it."))
    return redirect("forms:version", version_id)


@requires(READ)
def source(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The file as it was uploaded."""
    content = get_object_or_404(FormContent.objects.select_related("version"), pk=version_id)
    if not content.source:  # given up with an erased person's name in it
        raise Http404
    return saved(bytes(content.source), "application/octet-stream", content.version.source_name)


@requires(READ)
def xform(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The XForm that devices get."""
    content = get_object_or_404(FormContent.objects.select_related("version__form"), pk=version_id)
    return saved(content.xform.encode(), "application/xml", f"{content.version.form.form_id}.xml")


@requires(READ)
def media_file(request: HttpRequest, version_id: UUID, name: str) -> HttpResponse:
    """A file of the version."""
    version = get_object_or_404(FormVersion.objects.defer("compiled"), pk=version_id)
    file = get_object_or_404(version.media, name=name)
    return saved(bytes(file.content), "application/octet-stream", file.name)
