"""Templates are used, and leave script and style to files of their own: the content policy lets no other in."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest

from tests.repository.tree import files, shown

TEMPLATES = [path for path in files("khetane/*.html", "khetane/*.txt") if "templates" in path.parts]
SOURCES = files("khetane/*.py", "khetane/*.html")
LIBRARY = Path(allauth.__file__).parent / "templates"
# Found by their names: by Django, and by allauth where attempts are too many.
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
# Chosen by the kind of what a list shows: `khetane.desk.listing`.
CHOSEN = re.compile(r"desk/rows/[a-z_]+\.html")
LONGEST_LINE = 200
INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\bsrc=)|<[^>{]+\s(?:style|on[a-z]+)\s*=|href=[\"']javascript:", re.IGNORECASE
)


def name_of(template: Path) -> str:
    parts = template.parts
    return "/".join(parts[parts.index("templates") + 1 :])


@pytest.mark.parametrize("template", TEMPLATES, ids=shown)
def test_every_template_is_used(template: Path) -> None:
    name = name_of(template)
    replaces_another = name in BY_NAME or (LIBRARY / name).exists()
    if replaces_another or CHOSEN.fullmatch(name):
        return
    quoted = re.compile(rf"[\"']{re.escape(name)}[\"']")
    assert any(quoted.search(path.read_text("utf-8")) for path in SOURCES if path != template), (
        f"{name} is named nowhere: use it or remove it."
    )


@pytest.mark.parametrize("template", [one for one in TEMPLATES if one.suffix == ".html"], ids=shown)
def test_no_line_is_too_long_to_read(template: Path) -> None:
    lines = template.read_text("utf-8").splitlines()
    long = [f"line {number}: {len(line)}" for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    assert long == [], (
        "Break it beside an element that is a block, or within a tag: there whitespace shows nothing."
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=shown)
def test_no_template_holds_script_or_style(template: Path) -> None:
    found = [match.group() for match in INLINE.finditer(template.read_text("utf-8"))]
    assert found == [], "Put it into khetane/web/static: the content policy refuses it here."


def test_the_search_for_script_and_style_finds_them() -> None:
    for bad in (
        "<style>a{}</style>",
        "<script>x()</script>",
        '<p class="a" style="color:red">',
        '<a\nonclick="x()">',
    ):
        assert INLINE.search(bad), bad
    for good in ('<script src="{% static "a.js" %}" defer></script>', '<p class="one" data-onset="x">'):
        assert not INLINE.search(good), good


@pytest.mark.parametrize("template", TEMPLATES, ids=shown)
def test_the_way_back_from_a_form_is_called_back(template: Path) -> None:
    assert not re.search(r"translate \"Cancel\"", template.read_text("utf-8")), (
        "“Cancel” is a step of tasks and visits: the link that leaves a form says “Back”."
    )


@pytest.mark.parametrize("template", [one for one in TEMPLATES if one.suffix == ".html"], ids=shown)
def test_quotation_marks_are_those_of_the_readers_language(template: Path) -> None:
    without_translated = re.sub(
        r"{% blocktranslate.*?{% endblocktranslate %}", "", template.read_text("utf-8"), flags=re.DOTALL
    )
    assert not re.search(r"[“„]\s*{[{%]", without_translated), "Say <q>: its marks follow the language."
