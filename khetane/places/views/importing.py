"""Importing boundaries: upload, preview, confirm."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.places.boundaries import actions, planning
from khetane.places.boundaries.reading import MAX_MEGABYTES
from khetane.places.forms import ImportForm
from khetane.places.models import BoundaryImport, Place

FAULTS_SHOWN = 100


@requires("place.write")
def upload(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Read a file of boundaries of places below this one, and show what it would change."""
    parent = get_object_or_404(Place.objects.named(), pk=place_id)
    form = ImportForm(request.POST or None, request.FILES or None, parent=parent)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            plan = read(form.cleaned_data["file"], parent, form.options)
        except Invalid as refusal:
            form.add_error("file", refusal.problem.translated(gettext))
        else:
            if not plan.faults:
                kept = actions.keep(plan=plan, parent=parent, file_name=form.cleaned_data["file"].name)
                return redirect("places:import-preview", place_id=parent.pk, import_id=kept.pk)
            faults = [fault.translated(gettext) for fault in plan.faults]
    context = {"place": parent, "form": form, "limit": MAX_MEGABYTES}
    context |= {"faults": faults[:FAULTS_SHOWN], "faults_number": len(faults)}
    return render(request, "places/import.html", context)


@requires("place.write")
def preview(request: HttpRequest, place_id: UUID, import_id: UUID) -> HttpResponse:
    """What an import would change; it is written when confirmed."""
    kept = get_object_or_404(BoundaryImport.objects.select_related("parent"), pk=import_id, parent=place_id)
    if request.method == "POST":
        try:
            actions.apply_kept(import_id=kept.pk)
        except Invalid as refusal:
            messages.error(request, refusal.problem.translated(gettext))
            return redirect("places:import", place_id=place_id)
        messages.success(request, gettext("Imported: %(file)s.") % {"file": kept.file_name})
        return redirect("places:place", place_id=place_id)
    context = {"place": kept.parent, "kept": kept, "changes": planning.restored(kept.changes)}
    return render(request, "places/import_preview.html", context)


def read(upload: UploadedFile[bytes], parent: Place, options: planning.Options) -> planning.Plan:
    """The plan of an uploaded file; GDAL needs it as a file of its own."""
    with tempfile.TemporaryDirectory(prefix="khetane-upload-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        return planning.plan(path, parent, options)
