"""python -m benchmarks.openrosa: records per second and CPU each, beside the bare handler.

A server of its own with fsync and synchronous_commit on; web processes as `khetane run` starts them. CPU
includes PostgreSQL's. Other work on the machine lowers the rates; CPU for each record says more then.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import psycopg

from benchmarks.openrosa import bare, form, load
from khetane.config.postgres import ROLES, ensure_roles, role_url, temporary_server
from khetane.config.postgres.account import signal_when_parent_dies

THREADS = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--kind", choices=["case", "register"], default="case")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--json", type=Path, help="append each result here, one line each")
    options = parser.parse_args()
    with temporary_server(durable=True) as owner_url:
        passwords = {role.name: secrets.token_urlsafe(12) for role in ROLES}
        ensure_roles(owner_url, passwords)
        environment = {
            **os.environ,
            "KHETANE_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "khetane.config.settings",
            "KHETANE_DATABASE_URL": role_url(owner_url, "khetane_app", passwords["khetane_app"]),
            "KHETANE_OWNER_DATABASE_URL": owner_url,
            "BARE_DATABASE_URL": owner_url,
        }
        token = prepare(options.kind, environment)
        with psycopg.connect(owner_url, autocommit=True) as connection:
            connection.execute(bare.TABLE)
            durable = connection.execute(
                "select current_setting('fsync'), current_setting('synchronous_commit')"
            ).fetchone()
            folder = connection.execute("show data_directory").fetchone()
        print(f"fsync, synchronous_commit: {durable}")
        database = int(Path(str((folder or [""])[0]), "postmaster.pid").read_text().split()[0])
        measure(options, environment, token, database)


def measure(options: argparse.Namespace, environment: dict[str, str], token: str, database: int) -> None:
    for number, connections in enumerate(options.connections):
        results = {}
        for name, application, path in (
            ("bare", "benchmarks.openrosa.bare:application", "/"),
            ("khetane", "khetane.config.wsgi:application", f"/key/{token}/submission"),
        ):
            with served(application, options.workers, environment) as (process, address):
                warm = [form.record(options.kind, 900 + number, i) for i in range(60)]
                load.run(address + path, warm, 8, process, database)
                records = [form.record(options.kind, number, i) for i in range(options.records)]
                results[name] = load.run(address + path, records, connections, process, database)
        for name, result in results.items():
            line = {"name": name, "kind": options.kind, "connections": connections, **asdict(result)}
            print(
                json.dumps({k: round(v, 2) if isinstance(v, float) else v for k, v in line.items()}),
                flush=True,
            )
            if options.json:
                with options.json.open("a") as out:
                    out.write(json.dumps(line) + "\n")
        ours, yard = results["khetane"], results["bare"]
        print(
            f"{connections} connections: {ours.per_second:.0f}/s, p95 {ours.p95:.0f} ms, {ours.cpu_ms:.2f} ms CPU each; "
            f"bare {yard.per_second:.0f}/s, {yard.cpu_ms:.2f} ms; "
            f"ratio of rates {ours.per_second / yard.per_second:.2f}, of CPU {ours.cpu_ms / yard.cpu_ms:.1f}",
            flush=True,
        )


def prepare(kind: str, environment: dict[str, str]) -> str:
    """Migrate, and make a town, an account, a device and the form; the device's token."""
    os.environ.update(environment)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", database="owner", verbosity=0)
    from khetane.access.actions_devices import create_device
    from khetane.core.viewer import acting_as
    from khetane.forms.actions import publish
    from tests.workbooks import xlsx
    from tests.world import account, town

    home = town("NIS")
    coordinator = account("unit_coordinator", home.unit)
    with acting_as(coordinator.pk):
        publish(xlsx(form.sheets(kind)), "form.xlsx")
        return create_device(account=coordinator, unit=home.unit)[1]


@contextmanager
def served(application: str, workers: int, environment: dict[str, str]) -> Iterator[tuple[int, str]]:
    """The application under granian as `khetane run` starts it: (its process, its address)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", str(THREADS)]
    command += ["--log-level", "warning", "--no-ws", "--no-access-log"]
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,  # its log
        preexec_fn=signal_when_parent_dies(signal.SIGTERM),
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield process.pid, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:  # one that is still loading its application does not listen
            process.kill()
            process.wait()


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} does not answer")


if __name__ == "__main__":
    main()
