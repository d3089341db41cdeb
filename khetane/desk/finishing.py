"""Marking a task as done from a list."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from khetane.core.routes import requires
from khetane.desk.saving import done, save_from_form
from khetane.forms import office
from khetane.outreach.models import Task


class DoneForm(forms.Form):
    """The version of the task that was shown, and the page to go back to."""

    base_version = forms.IntegerField(min_value=1)
    next = forms.CharField(required=False)


@requires("registry.write")
@require_POST
def task_done(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The task becomes done, as an edit of the version that was shown."""
    task = get_object_or_404(Task, pk=task_id)
    form = DoneForm(request.POST)
    back = reverse("outreach:tasks")
    if form.is_valid():
        if url_has_allowed_host_and_scheme(form.cleaned_data["next"], allowed_hosts=None):
            back = form.cleaned_data["next"]
        applied = save_from_form(
            form, lambda: office.edit("task", task.pk, form.cleaned_data["base_version"], {"state": "done"})
        )
        if applied:
            return done(request, applied, back)
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(back)
