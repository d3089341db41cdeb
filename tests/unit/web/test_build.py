from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from khetane.web import build


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place of its own to build into, from the packages that an earlier build unpacked."""
    if not (build.ROOT / "node_modules").exists():
        pytest.fail("The browser parts are not installed. Run: python -m khetane.web.build")
    folder = tmp_path_factory.mktemp("static")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "VENDOR", folder / "vendor")
        patch.setattr(build, "GEO", folder / "geo")
        patch.setattr(build, "STAMP", folder / "vendor" / ".built")
        patch.setattr(build, "TRANSLATED", folder / "vendor" / ".translated")
        build.assemble(build.ROOT / "node_modules")
        yield folder


def test_what_is_built_is_whole_and_local(installed: Path) -> None:
    texts = [path for path in installed.rglob("*") if path.suffix in {".js", ".css"}]
    assert {"designsystem.css", "htmx.min.js", "leaflet.js"} <= {path.name for path in texts}
    for path in texts:
        assert "sourceMappingURL" not in path.read_text("utf-8")
    assert len(list(installed.glob("geo/country-*.geojson"))) == 13
    assert len(list(installed.glob("vendor/fonts/*.woff2"))) == 3
    assert len(list(installed.glob("vendor/licences/*.txt"))) == 5


def test_every_address_in_our_sheets_is_a_file(installed: Path) -> None:
    sheet = (installed / "vendor/designsystem.css").read_text("utf-8")
    for part in sheet.split('url("')[1:]:
        assert (installed / "vendor" / part.split('"')[0]).is_file()


def test_an_unchanged_input_is_not_built_again(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build.STAMP.write_text(build.inputs_hash([*build.LOCKED, *build.RECIPE]))
    build.compile_translations(force=True)
    monkeypatch.setattr(build, "install", lambda: pytest.fail("it asked for the network"))
    assert build.build() is False


def test_a_wheel_without_sources_keeps_what_it_carries(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "LOCKED", [installed / "package-lock.json"])
    build.STAMP.unlink(missing_ok=True)
    with pytest.raises(build.CannotBuild, match=r"package-lock\.json"):
        build.build()
    build.STAMP.write_text("as shipped")
    assert build.build() is False
