"""Our cut of Designsystemet: the components we use, our colours, no embedded pictures.

The package draws its icons as `data:` addresses, which a content policy of `default-src 'self'`
forbids; each becomes a small file of its own here.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

from khetane.web import theme

BASE = ("base", "heading", "paragraph", "label", "validation-message")
COMPONENTS = (
    "link", "list", "divider", "button", "alert", "badge", "breadcrumbs", "card", "chip", "details",
    "dialog", "dropdown", "error-summary", "field", "fieldset", "file-upload", "input", "pagination",
    "popover", "skip-link", "spinner", "table", "tabs", "tag", "toggle-group", "tooltip",
)  # fmt: skip
LAYERS = "@layer ds.theme, ds.base, ds.components, khetane;\n"
NOT_OURS = ("ds.theme.color-scheme.", "ds.theme.typography.secondary")
PICTURE = re.compile(r"""url\((["'])data:image/svg\+xml[^,]*,(.+?)\1\)""")


class UnexpectedPackage(Exception):
    """The package's files are not as this module knows them."""


def write(package: Path, target: Path) -> None:
    """Write `designsystem.css` and its icons under `target` from the unpacked npm package."""
    target.mkdir(parents=True, exist_ok=True)
    parts = [LAYERS, own_theme((package / "dist/theme/designsystemet.css").read_text("utf-8"))]
    parts += [layer("ds.base", package, BASE), layer("ds.components", package, COMPONENTS)]
    sheet, pictures = without_pictures("\n".join(parts))
    if "data:" in sheet:
        raise UnexpectedPackage(
            "Designsystemet's CSS still holds a data: address after its icons were taken out, and "
            "the content policy would refuse it. Extend PICTURE in khetane/web/designsystem.py."
        )
    icons = target / "icons"
    icons.mkdir(exist_ok=True)
    for name, svg in pictures.items():
        (icons / name).write_text(svg, "utf-8")
    (target / "designsystem.css").write_text(sheet, "utf-8")


def layer(name: str, package: Path, components: tuple[str, ...]) -> str:
    """The components' sheets in a cascade layer, as the package's own whole sheet has them."""
    sheets = ((package / f"dist/src/{component}.css").read_text("utf-8") for component in components)
    return f"@layer {name}{{" + "\n".join(sheets) + "}"


def own_theme(packaged: str) -> str:
    """The package's sizes and type with our colours instead of its own."""
    kept = [block for block in blocks(packaged) if not names_layer(block, NOT_OURS)]
    if len(kept) == len(list(blocks(packaged))):
        raise UnexpectedPackage(
            "Designsystemet's theme has no colour layer to replace. Compare the layers it names "
            "with NOT_OURS in khetane/web/designsystem.py."
        )
    return "".join(kept) + theme.stylesheet()


def names_layer(block: str, prefixes: tuple[str, ...]) -> bool:
    name = block.lstrip().removeprefix("@layer ")
    return name.startswith(prefixes)


def blocks(sheet: str) -> list[str]:
    """The sheet's outermost statements, each with its braces."""
    found, depth, start = [], 0, 0
    for position, character in enumerate(sheet):
        depth += (character == "{") - (character == "}")
        if character == "}" and depth == 0:
            found.append(sheet[start : position + 1])
            start = position + 1
    return found


def without_pictures(sheet: str) -> tuple[str, dict[str, str]]:
    """The sheet pointing at files, and those files by name."""
    pictures: dict[str, str] = {}

    def point(match: re.Match[str]) -> str:
        svg = unquote(match[2])
        name = hashlib.sha256(svg.encode()).hexdigest()[:12] + ".svg"
        pictures[name] = svg
        return f'url("icons/{name}")'

    return PICTURE.sub(point, sheet), pictures
