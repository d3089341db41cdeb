"""Nothing is chosen before somebody chooses."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from khetane.web.asking import AskingForm


class Sample(AskingForm):
    who = forms.ChoiceField(choices=[("a", "Ana"), ("b", "Beba")])
    how = forms.ChoiceField(choices=[("1", "one"), ("2", "two")], initial="2")
    alone = forms.ChoiceField(choices=[("x", "the only one")])
    perhaps = forms.ChoiceField(choices=[("y", "yes"), ("n", "no")], required=False)


def options(form: forms.Form, name: str) -> list[str]:
    return re.findall(r'<option value="([^"]*)"', str(form[name]))


def test_what_must_be_chosen_begins_with_nothing() -> None:
    form = Sample()
    assert options(form, "who") == ["", "a", "b"]
    assert "selected" not in str(form["who"]) or 'value="" selected' in str(form["who"])
    assert options(form, "who") == ["", "a", "b"]  # drawn twice, it asks once


def test_what_stands_or_leaves_no_choice_is_not_asked() -> None:
    form = Sample()
    assert options(form, "how") == ["1", "2"]
    assert options(form, "alone") == ["x"]
    assert options(form, "perhaps") == ["y", "n"]
    assert options(Sample(initial={"who": "b"}), "who") == ["a", "b"]


def test_nothing_chosen_is_no_answer() -> None:
    said: dict[str, Any] = {"who": "", "how": "1", "alone": "x"}
    form = Sample(said)
    assert list(form.errors) == ["who"]
    assert options(form, "who")[0] == ""
    assert Sample({**said, "who": "b"}).is_valid()
