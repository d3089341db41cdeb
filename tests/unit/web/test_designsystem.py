from __future__ import annotations

from pathlib import Path

import pytest

from khetane.web import designsystem

SVG = "%3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%2F%3E"
THEME = "@layer ds.theme.size{:root{--ds-size-1:4px}}@layer ds.theme.color-scheme.light{:root{--x:#0062ba}}"


def package(folder: Path, theme: str, component: str) -> Path:
    (folder / "dist/theme").mkdir(parents=True)
    (folder / "dist/src").mkdir()
    (folder / "dist/theme/designsystemet.css").write_text(theme)
    for name in designsystem.BASE + designsystem.COMPONENTS:
        (folder / f"dist/src/{name}.css").write_text(component)
    return folder


def test_pictures_inside_the_sheet_become_files(tmp_path: Path) -> None:
    css = f'.a{{mask:url("data:image/svg+xml;charset=utf-8,{SVG}")}}'
    designsystem.write(package(tmp_path / "package", THEME, css), tmp_path / "out")
    sheet = (tmp_path / "out/designsystem.css").read_text()
    (icon,) = (tmp_path / "out/icons").iterdir()
    assert icon.read_text() == '<svg xmlns="http://www.w3.org/2000/svg"/>'
    assert f'url("icons/{icon.name}")' in sheet
    assert "data:" not in sheet


def test_the_packages_rules_yield_to_ours(tmp_path: Path) -> None:
    designsystem.write(package(tmp_path / "package", THEME, ".a{color:red}"), tmp_path / "out")
    sheet = (tmp_path / "out/designsystem.css").read_text()
    assert sheet.startswith("@layer ds.theme, ds.base, ds.components, khetane;")
    for block in designsystem.blocks(sheet.partition(";")[2]):
        assert block.lstrip().startswith("@layer ds.")


def test_our_colours_stand_in_for_the_packages(tmp_path: Path) -> None:
    designsystem.write(package(tmp_path / "package", THEME, ""), tmp_path / "out")
    sheet = (tmp_path / "out/designsystem.css").read_text()
    assert "#0062ba" not in sheet
    assert "--ds-size-1:4px" in sheet
    assert "--ds-color-accent-base-default" in sheet


def test_a_picture_of_another_kind_is_refused(tmp_path: Path) -> None:
    css = '.a{mask:url("data:image/png;base64,AAAA")}'
    with pytest.raises(designsystem.UnexpectedPackage, match="content policy"):
        designsystem.write(package(tmp_path / "package", THEME, css), tmp_path / "out")


def test_a_theme_without_colours_to_replace_is_refused(tmp_path: Path) -> None:
    source = package(tmp_path / "package", "@layer ds.theme.size{:root{}}", "")
    with pytest.raises(designsystem.UnexpectedPackage, match="colour layer"):
        designsystem.write(source, tmp_path / "out")
