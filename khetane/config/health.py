"""Whether this instance can work: the database answers and holds every migration."""

from __future__ import annotations

from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from khetane.core.routes import open_to_all


@open_to_all("load balancers and the start script ask; nothing of the data is told")
def healthz(request: HttpRequest) -> JsonResponse:
    """200 `{"status": "ok"}`, or 503 with the reason."""
    reason = problem()
    if reason:
        return JsonResponse({"status": "unavailable", "reason": reason}, status=503)
    return JsonResponse({"status": "ok"})


def problem() -> str:
    """Why the instance cannot work, in one sentence; empty when it can."""
    try:
        executor = MigrationExecutor(connections["default"])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "The database does not answer. Start it, or check the address in DATABASE_URL."
    if waiting:
        return f"{len(waiting)} migrations have not been applied. Run: khetane migrate."
    return ""
