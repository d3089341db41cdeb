"""The screens of an import: choose the table, say what its columns hold, look at it, take it in, undo it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import yaml
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khetane.core import audit
from khetane.core.masking import shown
from khetane.core.numerals import whole_number
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.importing import actions, jobs
from khetane.importing.actions import PERMISSION
from khetane.importing.blank import blank_table
from khetane.importing.bringing import Left, LeftOut, tried
from khetane.importing.choosing import (
    MOST_DOCUMENTS,
    ColumnsForm,
    HeaderForm,
    TableForm,
    documents_of,
    settlement_choices,
    slot,
)
from khetane.importing.guessing import guessed
from khetane.importing.kept import content_of, left_out_of
from khetane.importing.limits import DEFAULT_LIMITS
from khetane.importing.mapping import ColumnMap, of_json
from khetane.importing.models import ImportState, TableImport
from khetane.importing.preparing import LOOKED_AT, Prepared, header_of, likely_header, sheet_named, sheets_of
from khetane.importing.showing import counted, households_of, line_of, seen
from khetane.importing.spelling import text_of
from khetane.organisations.models import Unit

LISTED = 100
SAMPLES, ROW_SHOWN = 3, 70
SHOWN = 20  # households of a preview
TRIED = 100  # households that a preview tries to apply


@requires(PERMISSION)
def imports(request: HttpRequest) -> HttpResponse:
    """The imports of the viewer's units, and the way to a new one."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: Any = form.cleaned_data["file"]
        try:
            with transaction.atomic():
                made = actions.keep(form.unit.pk, file.name or "", file.read(DEFAULT_LIMITS.file + 1))
        except Invalid as refusal:
            form.add_error("file", refusal.problem.translated(_))
        else:
            return redirect("importing:columns", made.pk)
    ours = TableImport.objects.filter(unit__in=current().units.get(PERMISSION, ()))
    listed = list(ours.defer("content", "left_out")[:LISTED])
    audit.read("table_import", [one.pk for one in listed])
    status = 422 if request.method == "POST" else 200
    rows = [(shown(one), counted(one.counts)) for one in listed]
    return render(request, "importing/imports.html", {"form": form, "rows": rows}, status=status)


@requires(PERMISSION)
def blank(request: HttpRequest) -> HttpResponse:
    """A table to fill in, its columns in the reader's language."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(blank_table(), content_type=kind)
    answer["Content-Disposition"] = 'attachment; filename="khetane-import.xlsx"'
    return answer


@requires(PERMISSION)
def columns(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """Say what each column holds; what columns are called like is proposed, or what was said of the same columns before."""
    one = _draft(table_id)
    former = of_json(one.mapping) if one.mapping else None
    rows = sheet_named(
        sheets_of(content_of(one) or b"", one.file_name), former.sheet if former else "", one.file_name
    ).rows
    first = [" · ".join(filter(None, map(text_of, row)))[:ROW_SHOWN] for row in rows[:LOOKED_AT]]
    number = former.header if former else likely_header(rows)
    asked = HeaderForm(first, {"row": request.GET.get("row", number)})
    if asked.is_valid() and asked.cleaned_data["row"] != number:
        number, former = asked.cleaned_data["row"], None
    header = header_of(rows, number, one.file_name)
    unit = Unit.objects.named().get(pk=one.unit_id)
    more = "another" in request.POST  # asks for another document, and keeps what was chosen
    documents = whole_number(request.POST.get("documents", "")) or documents_of(former)
    form = ColumnsForm(
        header,
        number,
        settlement_choices(unit),
        min(documents + more, MOST_DOCUMENTS),
        None if more else request.POST or None,
        initial=request.POST.dict() if more else _initial(header, former),
    )
    if form.is_bound and form.is_valid():
        actions.set_mapping(one, form.mapping(former))
        return redirect("importing:preview", one.pk)
    fields = [
        (
            form[f"c{place}"],
            [text_of(row[place]) for row in rows[number : number + SAMPLES] if place < len(row)],
        )
        for place, name in enumerate(header)
        if name
    ]
    audit.read("table_import", [one.pk], unit_id=one.unit_id)
    context = {"one": one, "form": form, "fields": fields, "asked": asked}
    return render(request, "importing/columns.html", context, status=422 if form.is_bound else 200)


def _initial(header: tuple[str, ...], former: ColumnMap | None) -> dict[str, str]:
    said = dict(former.columns) if former else guessed(header)
    initial = {f"c{place}": said.get(name, "") for place, name in enumerate(header)}
    if former:
        place = former.defaults.get("household.place", "")
        initial |= {"days": former.days, "names": former.names, "decimal": former.decimal, "place": place}
        initial |= {
            f"kind{number}": former.defaults.get(f"{slot(number)}.kind", "")
            for number in range(2, documents_of(former) + 1)
        }
    return initial


@requires(PERMISSION)
def preview(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """The table as it would be read: the first households, what is wrong, who is known already; then take it in."""
    one = _draft(table_id)
    try:
        ready = actions.prepared(one)
        if request.method == "POST":
            taken = {row for one in request.POST.getlist("take") if (row := whole_number(one)) is not None}
            with transaction.atomic():
                actions.start_import(one, ready, taken)
                jobs.later(one)
            return redirect("importing:import", one.pk)
    except Invalid as refusal:
        messages.error(request, refusal.problem.translated(_))
        return redirect(
            "importing:columns" if request.method == "GET" else "importing:imports", *_back(request, one)
        )
    return render(request, "importing/preview.html", _previewed(one, ready))


def _back(request: HttpRequest, one: TableImport) -> list[UUID]:
    return [one.pk] if request.method == "GET" else []


def _previewed(one: TableImport, ready: Prepared) -> dict[str, Any]:
    brought = tried(ready, ready.groups[:TRIED], ())
    wrong = [each for each in brought.left_out if each.why is Left.WRONG]
    wrong += [
        LeftOut(Left.WRONG, group.number, fault) for group in ready.groups[TRIED:] for fault in group.faults
    ]
    bad = {each.group for each in wrong}
    alike = [(number, line_of(faults[0])) for number, faults in ready.alike.items() if number not in bad]
    audit.read("table_import", [one.pk], unit_id=one.unit_id)
    return {
        "one": one,
        "rows": ready.rows,
        "households": len(ready.groups),
        "taken": len(ready.groups) - len(bad) - len(alike),
        "groups": [seen(group) for group in ready.groups[:SHOWN]],
        "more": max(0, len(ready.groups) - SHOWN),
        "wrong": [line_of(each.fault) for each in wrong[:LISTED]],
        "wrong_more": max(0, len(wrong) - LISTED),
        "alike": alike,
        "doubts": [line_of(fault) for fault in ready.doubts[:LISTED]],
        "doubts_more": max(0, len(ready.doubts) - LISTED),
        "untried": max(0, len(ready.groups) - TRIED),
    }


@requires(PERMISSION)
def one_import(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """How far it is, what it brought, which rows were left out and why."""
    one = get_object_or_404(TableImport.objects.defer("content"), pk=table_id)
    if one.state == ImportState.DRAFT:
        return redirect("importing:columns" if not one.mapping else "importing:preview", one.pk)
    left = left_out_of(one)
    staying = households_of(one) if one.state == ImportState.UNDONE else []
    audit.read("table_import", [one.pk], unit_id=one.unit_id)
    audit.read("household", [home.pk for home in staying], unit_id=one.unit_id)
    context = {
        "one": shown(one),
        "applying": one.state == ImportState.APPLYING,
        "can_undo": one.state in (ImportState.DONE, ImportState.APPLYING),
        "undone": one.state == ImportState.UNDONE,
        "counts": counted(one.counts),
        "left": [line_of(each.fault) for each in left],
        "staying": staying,
    }
    return render(request, "importing/import.html", context)


@requires(PERMISSION)
def undo(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """Ask, then take back what the import brought."""
    one = get_object_or_404(TableImport, pk=table_id, state__in=[ImportState.DONE, ImportState.APPLYING])
    if request.method == "POST":
        done = actions.undo(one)
        told = _("Undone. Records that left the register: %(count)s.") % {
            "count": sum(done.withdrawn.values())
        }
        if done.staying:
            stay = _("Households that stay because they were changed since: %(staying)s.")
            told = f"{told} {stay % {'staying': done.staying}}"
        messages.success(request, told)
        return redirect("importing:import", one.pk)
    shown_ = {
        "title": _("Undo the import"),
        "question": _("Take back everything that “%(name)s” brought?") % {"name": one.file_name},
        "consequences": [
            _("Households, persons and records of the table leave the register, with their history."),
            _("A household that anybody changed or added to since stays whole, and is listed."),
            _("The table can be mended and imported anew."),
        ],
        "action": _("Undo the import"),
        "cancel_url": reverse("importing:import", args=[one.pk]),
    }
    return render(request, "khetane/confirm.html", shown_)


@require_POST
@requires(PERMISSION)
def discard(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """Drop a table that is not wanted after all."""
    actions.discard(_draft(table_id))
    messages.success(request, _("The table was dropped; nothing of it was taken in."))
    return redirect("importing:imports")


@requires(PERMISSION)
def mapping_file(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """The mapping as YAML, for `khetane import`."""
    one = get_object_or_404(TableImport.objects.defer("content", "left_out"), pk=table_id)
    text = yaml.safe_dump(one.mapping, allow_unicode=True, sort_keys=False)
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="mapping.yaml"'
    return answer


def _draft(table_id: UUID) -> TableImport:
    return get_object_or_404(TableImport, pk=table_id, state=ImportState.DRAFT)
