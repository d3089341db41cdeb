"""The operator's page, a failed job tried again, and what Prometheus reads."""

from __future__ import annotations

import os

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django import app as jobs

from khetane.core import audit
from khetane.core.routes import requires, takes_tokens
from khetane.core.viewer import current_or_none
from khetane.forms.models import SubmissionState
from khetane.operations import figures, metrics
from khetane.operations.left_out import looked_for_same
from khetane.people.same.finding import MOST_ALIKE

READ = "operations.read"
JOB_STATES = {
    "todo": _("waiting for their turn"),
    "doing": _("running"),
    "succeeded": _("done"),
    "failed": _("failed"),
    "cancelled": _("called off"),
    "aborting": _("being stopped"),
    "aborted": _("stopped"),
}


@require_GET
@requires(READ)
def operations(request: HttpRequest) -> HttpResponse:
    """Failed jobs, queue, storage, sealing, backup, versions."""
    age, states = figures.backup_age(), dict(SubmissionState.choices)
    shown = {
        "failed": figures.failed_jobs(),
        "jobs": [(JOB_STATES.get(state, state), number) for state, number in figures.jobs().items()],
        "submissions": [
            (states.get(state, state), number) for state, number in figures.submissions().items()
        ],
        "database_size": figures.database_size(),
        "tables": figures.largest_tables(),
        "free": figures.free_disk(),
        "lag": round(figures.sealer_lag()),
        "connections": figures.connections(),
        "backup_at": timezone.now() - age if age is not None else None,
        "backup_old": figures.backup_is_old(),
        "versions": figures.versions(),
        "same": looked_for_same(),
        "most_alike": MOST_ALIKE,
    }
    return render(request, "operations/operations.html", shown)


@require_POST
@requires(READ)
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Let a failed job run again; it runs as the account that asked for it."""
    if job_id not in {job.id for job in figures.failed_jobs()}:
        messages.error(request, _("This job is not among the failed ones any more. Look at the list again."))
    else:
        jobs.job_manager.retry_job_by_id(job_id, retry_at=timezone.now())
        audit.record("retried", "job")
        messages.success(request, _("The job will run again in a moment."))
    return redirect("operations")


@require_GET
@takes_tokens
def exposition(request: HttpRequest) -> HttpResponse:
    """Metrics as Prometheus reads them, for an API token of an account that may see operations."""
    viewer = current_or_none()
    if viewer is None:
        return HttpResponse(
            "Send an API token: Authorization: Bearer …", status=401, content_type="text/plain"
        )
    if not viewer.can(READ):
        return HttpResponse("This account may not see operations.", status=403, content_type="text/plain")
    several = "PROMETHEUS_MULTIPROC_DIR" in os.environ and not settings.ENVIRONMENT.is_test
    return HttpResponse(
        metrics.exposition(several_processes=several), content_type="text/plain; version=0.0.4; charset=utf-8"
    )
