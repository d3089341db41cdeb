"""What the background worker does by itself: each night it counts the half-years that stand beside each other."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from khetane.reports.monitoring import HALVES
from khetane.reports.periods import last_halves


@app.periodic(cron="50 3 * * *")
@app.task(name="reports.keep_totals", queue="default", lock="reports.keep_totals")
def keep_totals(timestamp: int) -> int:
    """Count them anew for all units; how many totals are kept. `timestamp`: the hour it was due. Safe to repeat."""
    kept = 0
    for half in last_halves(timezone.localdate(), HALVES):
        with connection.cursor() as cursor:
            cursor.execute("select reports_keep(%s)", [half.since])
            kept += (cursor.fetchone() or (0,))[0]
    return kept
