"""Make .venv what a lock file says; nothing to do when it already is. Standard library only.

    python3 scripts/environment.py run|dev|check

`check` changes nothing: it ends with code 1 when the packages for running are not those of the lock file.

Every package comes with its hash from the lock file, the installer included. A second call touches no network.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
OLDEST, NEWEST = (3, 11), (3, 13)


def main(purpose: str) -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            f"Khetane needs Python 3.11, 3.12 or 3.13, and `{sys.executable}` is {sys.version.split()[0]}. "
            "Name another with `make PYTHON=python3.11 …`."
        )
    if is_current(purpose):
        return
    print(f"Installing the packages of {LOCKS[purpose]} into .venv …", flush=True)
    make_venv()
    install(purpose)
    STAMP.write_text(f"{digest(purpose)} {LOCKS[purpose]}\n")


def is_current(purpose: str) -> bool:
    """The packages for development hold those for running, so either stamp serves a run."""
    if not STAMP.exists() or not PYTHON.exists():
        return False
    installed = STAMP.read_text().split()[0]
    serves = ("run", "dev") if purpose == "run" else ("dev",)
    return installed in {digest(name) for name in serves}


def digest(purpose: str) -> str:
    """Of what decides the environment: the lock file, the package's own metadata, and where it stands."""
    parts = [(ROOT / LOCKS[purpose]).read_bytes(), (ROOT / "pyproject.toml").read_bytes(), bytes(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_venv() -> None:
    if PYTHON.exists() and works(PYTHON):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run(sys.executable, "-m", "venv", str(VENV))
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            "This Python cannot make an environment (its module venv or ensurepip is missing). On Debian and Ubuntu: "
            "sudo apt-get install python3-venv"
        )


def works(python: Path) -> bool:
    """False for an environment that was copied or whose Python was removed."""
    done = subprocess.run(
        [str(python), "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True
    )
    return done.returncode == 0 and Path(done.stdout.strip()) == VENV


def install(purpose: str) -> None:
    installer = VENV / "installer"
    if not (installer / "bin" / "uv").exists():
        options = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--target", str(installer))
        run(str(PYTHON), "-m", "pip", "install", *options, "-r", str(ROOT / "requirements-bootstrap.lock"))
    uv = (str(installer / "bin" / "uv"), "pip")
    into = ("--quiet", "--python", str(PYTHON))
    run(*uv, "sync", *into, "--require-hashes", str(ROOT / LOCKS[purpose]))
    run(*uv, "install", *into, "--no-deps", "--no-build-isolation", "--offline", "--editable", str(ROOT))


def run(*command: str) -> None:
    """UV_SYSTEM_CERTS: uv trusts whom the system trusts, such as an institution's own authority; yours goes before."""
    settings = {"UV_SYSTEM_CERTS": "1", **os.environ, "UV_NO_PROGRESS": "1"}
    subprocess.run(command, check=True, cwd=ROOT, env=settings)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in (*LOCKS, "check"):
        sys.exit("Say what for: run, dev or check.")
    if sys.argv[1] == "check":
        sys.exit(0 if is_current("run") else 1)
    try:
        main(sys.argv[1])
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"The packages could not be installed: `{' '.join(error.cmd)}` ended with code {error.returncode}; the lines above say why."
        )
