"""What kinds of questions are called, and which are asked of anybody."""

from __future__ import annotations

import pytest

from khetane.forms.xml.description import Question
from khetane.review.kinds import WORDS, is_asked, kind_word


def question(kind: str, **labels: str) -> Question:
    return Question("/data/a", "a", kind, labels, {}, None, None)


def test_what_is_worked_out_without_a_label_is_no_question() -> None:
    assert not is_asked(question("calculate"))
    assert is_asked(question("calculate", en="Age"))
    assert is_asked(question("text"))


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_a_kind_is_called_in_words(kind: str) -> None:
    assert "_" not in kind_word(kind)


def test_a_kind_that_only_xlsform_knows_keeps_its_name() -> None:
    assert kind_word("csv-external") == "csv-external"
