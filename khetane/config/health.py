"""Whether this instance can work: the database answers and holds every migration."""

from __future__ import annotations

from collections.abc import Callable

from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from khetane.core.routes import open_to_all

ADDRESS = "/healthz"


class HealthFirst:
    """Answers the question about health before anything asks the database who looks: it may be away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path_info == ADDRESS else self.get_response(request)


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
