"""`khetane run`: from nothing to a running Khetane, and back, in order."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg

from khetane.config import opened, remains, secrets
from khetane.config.address import Address, bracketed, cores
from khetane.config.home import Home, Instance
from khetane.config.migration import migrate
from khetane.config.postgres import Cluster, ensure_database
from khetane.config.postgres.roles import DATABASE
from khetane.config.problem import Problem
from khetane.config.readiness import Readiness
from khetane.config.services import Service, Tended, django, keep_alive, run_once, run_quietly
from khetane.config.tls import Certificate, ensure_certificate
from khetane.programmes import own as schemes
from khetane.subjects.catalogue.own import of as rules_of

THREADS = 4  # per worker; each holds a database connection while it answers
MOST_WORKERS = 8
# What every installation stands on, and the commands that bring it; each is safe to repeat.
GROUND = {"shipped places": ("places", "load"), "standard forms": ("form", "publish", "--standard")}


class Stopped(BaseException):
    """A signal asked us to stop while we were starting."""


@dataclass(slots=True)
class StopSignal:
    """Ctrl-C, TERM or a closed terminal: breaks off a start, and ends the watch over running services."""

    asked: bool = False
    starting: bool = True

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    def _heard(self, *_: object) -> None:
        first, self.asked = not self.asked, True
        if first and self.starting:
            raise Stopped


@dataclass(slots=True)
class Database:
    """The embedded PostgreSQL among the services: already started, started again when it ends."""

    cluster: Cluster

    def start(self, now: float) -> None: ...

    def tend(self, now: float) -> str:
        process = self.cluster.process
        if process is not None and process.poll() is None:
            return ""
        self.cluster.start()
        return "PostgreSQL ended and was started again"

    def stop(self) -> None:
        self.cluster.stop()


@dataclass(frozen=True, slots=True)
class Options:
    address: Address
    demo: bool = True
    workers: int = field(default_factory=lambda: min(cores(), MOST_WORKERS))


def run(home: Home, options: Options) -> None:
    """Run until a signal says stop. Raises Problem when it cannot start."""
    stop = StopSignal()
    stop.listen()
    try:
        with home.lock("khetane run"):
            home.forget_instance()
            remains.clear(home)
            options.address.check_free()
            rules_of(home.folder)  # with a wrong file no part of it starts: said here, in one sentence
            schemes.note(home.folder, dt.date.today())
            try:
                _run_locked(home, options, stop)
            finally:
                home.forget_instance()
    except Stopped:
        pass
    say("Khetane has stopped.")


def _run_locked(home: Home, options: Options, stop: StopSignal) -> None:
    made = secrets.load_or_make(home, os.environ)
    with _owner_database(home, made) as (owner_url, databases):
        opened.prepare(owner_url, made)
        address = options.address
        instance = Instance(os.getpid(), "starting", address.url(), owner_url)
        home.announce(instance)
        environment = _environment(home, made, owner_url, address)
        migrate(home, owner_url, environment)
        if not home.decided.exists():
            _first_start(home, owner_url, environment, demo=options.demo)
            environment = _environment(home, made, owner_url, address)
        certificate = _certificate(home, address)
        services = _services(environment, options, certificate)
        readiness = Readiness(address, certificate, lambda: _ready(home, instance))
        watch = _Watch(home, services, readiness)
        stop.starting = False
        keep_alive([*databases, *services], stopping=lambda: stop.asked, report=say, each=watch.look)


@contextmanager
def _owner_database(home: Home, made: Mapping[str, str]) -> Iterator[tuple[str, list[Tended]]]:
    """The owner's URL, and the embedded PostgreSQL where there is no DATABASE_URL."""
    given = opened.given_url(os.environ)
    if given:
        yield given, []
        return
    say(f"Starting the database in {home.postgres} …")
    cluster = opened.cluster_of(home, made)
    try:
        cluster.start()
        ensure_database(cluster.owner_url("postgres"))
        yield cluster.owner_url(DATABASE), [Database(cluster)]
    finally:
        cluster.stop()


def _environment(home: Home, made: Mapping[str, str], owner_url: str, address: Address) -> dict[str, str]:
    hosts = ",".join(bracketed(name) for name in address.names())
    return {
        "KHETANE_ALLOWED_HOSTS": hosts,
        "DJANGO_SETTINGS_MODULE": "khetane.config.settings",
        **os.environ,
        **opened.variables(home, made, owner_url, address=address.url()),
        "PYTHONUNBUFFERED": "1",
    }


def _first_start(home: Home, owner_url: str, environment: Mapping[str, str], *, demo: bool) -> None:
    """Bring what every installation stands on, into an empty database the demonstration too; remember that it was done.

    A load that was cut off goes on where it was: what is in is known by its id.
    """
    cut_off = home.half_a_demonstration
    if demo and (cut_off or _is_empty(owner_url)):
        say(
            "The demonstration country was cut off while loading: going on …"
            if cut_off
            else "First start: loading the demonstration country …"
        )
        try:
            code = run_once(_command("demo"), environment)
        except Stopped:
            say("Loading was broken off; the next start completes it.")
            raise
        if code != 0:
            raise Problem(
                "The demonstration country could not be loaded; the lines above say why. Start with "
                "`khetane run --no-demo` to go on without it."
            )
    else:
        _lay_ground(environment)
    home.decided.touch()


def _lay_ground(environment: Mapping[str, str]) -> None:
    """The shipped places and our own forms, without anybody made up."""
    for sentence, arguments in GROUND.items():
        say(f"First start: {sentence} …")
        code, said = run_quietly(_command(*arguments), environment)
        if code != 0:
            raise Problem(
                f"The {sentence} could not be brought in: {said[-2000:]} Mend the cause and start again; what is "
                "there already stays."
            )


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "khetane.cli", *arguments]


def _is_empty(owner_url: str) -> bool:
    """Whether the register holds no household. Made-up people never come among real ones."""
    with psycopg.connect(owner_url) as connection:
        table = connection.execute("SELECT to_regclass('people_household')").fetchone()
        if not table or table[0] is None:
            return True
        return connection.execute("SELECT 1 FROM people_household LIMIT 1").fetchone() is None


def _certificate(home: Home, address: Address) -> Certificate | None:
    if not address.tls:
        return None
    return ensure_certificate(home.tls, address.names(), today=dt.datetime.now(dt.UTC))


def _services(
    environment: Mapping[str, str], options: Options, certificate: Certificate | None
) -> list[Service]:
    services = [Service("The web server", _web_server(options, certificate), _with_metrics(environment))]
    services.append(Service("The background worker", django("procrastinate", "worker"), environment))
    services.append(Service("The audit sealer", django("seal"), environment))
    return services


def _with_metrics(environment: Mapping[str, str]) -> dict[str, str]:
    """The folder through which the web processes share their counts, begun anew."""
    folder = Path(environment["KHETANE_HOME"]) / "run" / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return {**environment, "PROMETHEUS_MULTIPROC_DIR": str(folder)}


def _web_server(options: Options, certificate: Certificate | None) -> list[str]:
    address = options.address
    command = [sys.executable, "-m", "granian", "khetane.config.wsgi:application", "--interface", "wsgi"]
    command += ["--host", address.host, "--port", str(address.port)]
    command += ["--workers", str(options.workers), "--blocking-threads", str(THREADS)]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "15", "--log-level", "warning"]
    command += ["--no-ws", "--no-access-log"]  # paths of devices hold their tokens
    if certificate is not None:
        command += ["--ssl-certificate", str(certificate.chain), "--ssl-keyfile", str(certificate.key)]
        command += ["--ssl-protocol-min", "tls1.2"]  # phones with Android 9 and older
    return command


@dataclass(slots=True)
class _Watch:
    """After every round: write down the running processes, and ask whether the server answers."""

    home: Home
    services: list[Service]
    readiness: Readiness
    written: set[int] = field(default_factory=set)

    def look(self) -> None:
        running = {service.process.pid for service in self.services if service.process is not None}
        if running != self.written:
            remains.write_down(self.home, running)
            self.written = running
        self.readiness.look()


def _ready(home: Home, instance: Instance) -> None:
    home.announce(replace(instance, state="ready"))
    say(f"Khetane answers at {instance.address}")
    if (home.tls / "ca.pem").exists() and instance.address.startswith("https"):
        say(f"Install {home.tls / 'ca.pem'} on each phone once, so that it trusts this server.")
    say("Ctrl-C stops it.")


def say(sentence: str) -> None:
    print(sentence, flush=True)
