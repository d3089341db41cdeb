"""What whoever runs the installation is told on the first page: what failed, and whether a backup is missing."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from khetane.core.viewer import Viewer
from khetane.desk.figures import Figure
from khetane.operations import figures

OPERATE = "operations.read"


def operated(viewer: Viewer) -> Iterator[Figure]:
    """The jobs that failed; nothing for who does not run the installation."""
    if viewer.can(OPERATE):
        failed = len(figures.failed_jobs())
        yield Figure(failed, ngettext("job that failed", "jobs that failed", failed), reverse("operations"))


def lacks_backup(viewer: Viewer) -> bool:
    """Whether the viewer runs the installation and it has no recent backup."""
    return viewer.can(OPERATE) and figures.backup_is_old()
