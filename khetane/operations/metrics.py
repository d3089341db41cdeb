"""What Prometheus reads: requests by the name of their route, never by their path; counts of the figures."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from khetane.operations import figures

REQUESTS = Counter("khetane_requests", "Requests answered", ["route", "method", "status"])
LATENCY = Histogram(
    "khetane_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def answered(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    REQUESTS.labels(route, method, str(status)).inc()
    LATENCY.labels(route).observe(seconds)


def exposition(*, several_processes: bool) -> bytes:
    """All metrics as text; the viewer of this transaction must hold operations.read.

    `several_processes`: of every process of the web server, through the files they share.
    """
    registry = CollectorRegistry()
    if several_processes:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    else:
        registry.register(REQUESTS)
        registry.register(LATENCY)
    now = CollectorRegistry()
    _gauge(now, "khetane_submissions", "Submissions by state", figures.submissions())
    _gauge(now, "khetane_jobs", "Background jobs by status", figures.jobs())
    _one(now, "khetane_database_bytes", "Size of the database", figures.database_size())
    _one(now, "khetane_database_connections", "Connections to the database", figures.connections())
    _one(now, "khetane_disk_free_bytes", "Free disk", figures.free_disk())
    _one(
        now, "khetane_audit_unsealed_seconds", "Age of the oldest unsealed audit event", figures.sealer_lag()
    )
    age = figures.backup_age()
    if age is not None:
        _one(now, "khetane_backup_age_seconds", "Time since the last backup", age.total_seconds())
    return generate_latest(registry) + generate_latest(now)


def _gauge(registry: CollectorRegistry, name: str, meaning: str, values: dict[str, int]) -> None:
    gauge = Gauge(name, meaning, ["state"], registry=registry)
    for state, number in values.items():
        gauge.labels(state).set(number)


def _one(registry: CollectorRegistry, name: str, meaning: str, value: float) -> None:
    Gauge(name, meaning, registry=registry).set(value)
