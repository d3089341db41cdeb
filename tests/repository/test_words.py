"""One thing has one word: the catalogues, the forms and the definitions say what GLOSSARY.md says."""

from __future__ import annotations

import re

import pytest

from tests.repository.wording import Gone, Said, everything, gone, of_catalogues, pattern, terms

# Nouns that end like a past participle of a man.
NOUNS = {
    "Serbian": {"као", "посао", "део", "удео", "цео"},
    "Macedonian": {"пол", "цел", "дел", "удел", "персонал", "профил", "родител", "носител", "давател"}
    | {"подносител", "барател", "читател", "абдал"},
}
# A clause about a thing, not about who did it.
OF_THINGS = {"Истекао рок чувања", "неуспео посао"}
# English labels that mean two things, so that Serbian and Macedonian have two words.
TWO_THINGS = {
    "about", "all", "any", "came", "changed", "done", "held", "merge", "name", "names", "none yet", "opened again",
    "opened in an emergency", "praise", "said on", "then", "to", "what it said",
}  # fmt: skip
ENDING = {"Serbian": re.compile(r"(?:ао|ио|ео|уо)$"), "Macedonian": re.compile(r"[аеиоу]л$")}
BOTH = re.compile(r"\w[/-](?:ла|а)\b")


def of(term: str) -> list[Said]:
    return [one for one in everything() if one.english.lower() == term.lower()]


@pytest.mark.parametrize("term", sorted(terms()))
def test_a_term_is_a_label_and_its_label_says_its_word(term: str) -> None:
    labels = [
        one for one in of_catalogues() if one.english.lower() == term.lower() and one.where == "catalogue"
    ]
    assert {one.language for one in labels} == set(terms()[term]), (
        "No label is called so: see the next table."
    )
    firsts = {(one.language, one.english): one for one in reversed(labels)}.values()
    other = [one for one in firsts if one.text.lower() != terms()[term][one.language].lower()]
    assert other == [], "Say what GLOSSARY.md says, or change it there, in the catalogues and in the forms."


@pytest.mark.parametrize("language", sorted(ENDING))
def test_a_label_says_the_same_with_a_capital_and_without(language: str) -> None:
    labels = {one.english: one.text for one in reversed([*of_catalogues()]) if is_label(one, language)}
    said: dict[str, set[str]] = {}
    for english, text in labels.items():
        said.setdefault(bare(english), set()).add(bare(text))
    twice = {
        english: words for english, words in said.items() if len(words) > 1 and english not in TWO_THINGS
    }
    assert twice == {}, "One label in two words: choose one, or name it above as one that means two things."


def is_label(said: Said, language: str) -> bool:
    return said.where == "catalogue" and said.language == language


def bare(text: str) -> str:
    return text.lower().rstrip(".:?")


def test_forms_say_the_words_of_the_glossary() -> None:
    other = [
        one
        for term, words in terms().items()
        for one in of(term)
        if not one.where.startswith("catalogue") and one.text.lower() != words[one.language].lower()
    ]
    assert other == []


@pytest.mark.parametrize("word", gone(), ids=lambda word: f"{word.language}: {word.instead}")
def test_a_word_that_was_given_up_does_not_come_back(word: Gone) -> None:
    assert [one for one in everything() if word.is_in(one)] == [], f"Say “{word.instead}” (GLOSSARY.md)."


def test_a_word_given_up_is_found_in_any_ending_but_not_where_it_is_right() -> None:
    unit = Gone("Serbian", pattern(["јединиц…"]), "мобилни тим", ("стамбене јединице",), ("dwelling",))
    assert unit.is_in(Said("", "Units", "Serbian", "Наше Јединице"))
    assert unit.is_in(Said("", "Units", "Serbian", "Стамбене јединице и јединица"))
    assert not unit.is_in(Said("", "Homes", "Serbian", "Стамбене јединице"))
    assert not unit.is_in(Said("", "Dwellings", "Serbian", "јединице"))
    assert not unit.is_in(Said("", "Units", "Macedonian", "јединице"))


def test_nobody_who_did_something_is_taken_for_a_man() -> None:
    men = [one for one in everything() if begins_with_a_man(one) and one.text not in OF_THINGS]
    assert men == [], "Say “ко је дао”, “кој даде”, or what was done: the first word says a man did it."


def begins_with_a_man(said: Said) -> bool:
    first = re.match(r"\W*(\w+)", said.text)
    ending = ENDING[said.language]
    return bool(first and ending.search(first[1].lower()) and first[1].lower() not in NOUNS[said.language])


def test_nobody_is_both_with_a_stroke() -> None:
    both = [
        one for one in everything() if BOTH.search(one.text) and "self_identification_groups" not in one.where
    ]
    assert both == [], "Say what happened instead: “одлазак”, not “отишао/ла”."


@pytest.mark.parametrize("text", ["дао", "Послао: %(who)s", "отишао дана"])
def test_a_man_is_recognised(text: str) -> None:
    assert begins_with_a_man(Said("", "given by", "Serbian", text))
    assert not begins_with_a_man(Said("", "Share", "Serbian", "Удео"))
    assert begins_with_a_man(Said("", "given by", "Macedonian", "дал"))
