"""The wheel carries everything the program needs, and works where nothing else of the repository is."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.repository.tree import ROOT, files, shown

# Built before packing, so git does not know them; each stands for its folder.
BUILT = [
    "khetane/web/static/vendor/designsystem.css",
    "khetane/web/static/vendor/htmx.min.js",
    "khetane/web/static/geo/country-RS.geojson",
    "khetane/web/locale/sr/LC_MESSAGES/django.mo",
    "khetane/web/locale/sr_Latn/LC_MESSAGES/django.mo",
    "khetane/web/locale/mk/LC_MESSAGES/django.mo",
]
LOOKS_AROUND = """
import khetane, django
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils import translation
django.setup()
get_template("base.html")
with translation.override("sr-latn"):
    said = translation.gettext("household")
print(khetane.__file__, finders.find("vendor/designsystem.css"), said, sep="\\n")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel, and beside it only the packages it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--offline",
        "--no-deps",
        "--python",
        str(python),
    ]
    subprocess.run([*install, str(wheel)], check=True)
    # Packages from here without their .pth files, among which stands the clone itself.
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def run(elsewhere: Path, *command: str, **more: str) -> str:
    """What a program of that environment prints, run far from the clone."""
    done = subprocess.run(
        [str(elsewhere / command[0]), *command[1:]],
        cwd=elsewhere,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_holds_every_file_of_the_package_and_what_was_built(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert {shown(path) for path in files("khetane/*")} - packed == set()
    assert set(BUILT) - packed == set()


def test_it_holds_nothing_else(wheel: Path) -> None:
    roots = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"khetane"}


def test_the_licence_travels_along(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    licence = next(name for name in packed.namelist() if name.endswith("/licenses/LICENSE"))
    assert packed.read(licence) == (ROOT / "LICENSE").read_bytes()


def test_the_command_helps(elsewhere: Path) -> None:
    text = run(elsewhere, "khetane", "--help")
    for command in ("run", "demo", "doctor", "backup", "restore", "form", "device", "account", "audit"):
        assert f" {command} " in text, command


def test_templates_static_files_and_translations_are_found(elsewhere: Path) -> None:
    settings = {"KHETANE_ENV": "test", "DJANGO_SETTINGS_MODULE": "khetane.config.settings"}
    package, sheet, said = run(elsewhere, "python", "-c", LOOKS_AROUND, **settings).splitlines()
    installed = str(elsewhere.parent)
    assert package.startswith(installed)
    assert sheet.startswith(installed)
    assert said == "domaćinstvo"
