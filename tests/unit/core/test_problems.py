from __future__ import annotations

from khetane.core.problems import Sentence

SENTENCE = Sentence("x-01", "Row {row} has no {what}.")


def test_the_message_is_the_sentence_with_its_gaps_filled() -> None:
    assert SENTENCE.about(row=3, what="{name}").message == "Row 3 has no {name}."


def test_the_sentence_is_translated_before_its_gaps_are_filled() -> None:
    serbian = {"Row {row} has no {what}.": "Ред {row} нема {what}."}
    assert SENTENCE.about(row=3, what="name").translated(serbian.__getitem__) == "Ред 3 нема name."
