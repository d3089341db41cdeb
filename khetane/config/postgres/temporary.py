"""A throwaway PostgreSQL for tests and benchmarks' own checks: fast, private, gone afterwards."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from khetane.config.postgres.cluster import Cluster
from khetane.config.postgres.roles import DATABASE, ensure_database


@contextmanager
def temporary_server(*, durable: bool = False) -> Iterator[str]:
    """The owner's URL of an empty database `khetane` in a new cluster, which ends with the block.

    Without `durable` nothing is flushed to disk: for tests only. Benchmarks of writing ask for `durable`.
    """
    folder = Path(tempfile.mkdtemp(prefix="khetane-test-"))
    folder.chmod(0o755)  # as root, PostgreSQL's account must get through; data/ and socket/ stay private
    cluster = Cluster.at(
        folder / "postgres",
        owner_password=secrets.token_urlsafe(24),
        log=folder / "postgres.log",
        throwaway=not durable,
    )
    try:
        cluster.start(patience=120)
        ensure_database(cluster.owner_url("postgres"))
        yield cluster.owner_url(DATABASE)
    finally:
        cluster.stop()
        shutil.rmtree(folder)
