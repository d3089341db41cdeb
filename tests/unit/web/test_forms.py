"""A select is written as Django writes it, only quicker."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from khetane.web.forms import Renderer

CHOICES: list[tuple[object, object]] = [
    ("", "all"),
    ("a&b", "<Ćuprija> & others"),
    ("Serbia", [("rs-1", "Niš"), ("rs-2", "Vranje")]),
    (7, "seven"),
]


def said(html: str) -> list[tuple[str, frozenset[str], str]]:
    """Each tag with its attributes, whatever their order, and the text after it."""
    found = re.findall(r"<(/?\w+)((?: [\w-]+(?:=\"[^\"]*\")?)*)>\s*([^<]*?)\s*(?=<|$)", html)
    return [
        (tag, frozenset(re.findall(r'[\w-]+(?:="[^"]*")?', attributes)), text)
        for tag, attributes, text in found
    ]


@pytest.mark.parametrize("value", ["", "a&b", "rs-2", 7, None])
@pytest.mark.parametrize(
    "attrs", [{}, {"class": "ds-input", "required": True, "disabled": False, "title": '"'}]
)
def test_a_select_says_what_django_s_template_says(value: object, attrs: dict[str, object]) -> None:
    widget = forms.Select(attrs=attrs, choices=CHOICES)
    ours, theirs = (
        said(str(widget.render("place", value, {"id": "id_place"}, renderer=renderer)))
        for renderer in (Renderer(), TemplatesSetting())
    )
    assert ours == theirs
    assert len(ours) > 2 * len(CHOICES)
    assert sum("selected" in attributes for _tag, attributes, _text in ours) == 1


def test_several_may_be_chosen() -> None:
    widget = forms.SelectMultiple(choices=CHOICES)
    ours, theirs = (
        said(str(widget.render("place", ["rs-1", "rs-2"], renderer=renderer)))
        for renderer in (Renderer(), TemplatesSetting())
    )
    assert ours == theirs
