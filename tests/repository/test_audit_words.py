"""Every action and kind of record that the audit holds is told in words: a reader of any language meets no code."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from khetane.access.screens.words import ACTIONS, KINDS, kind_word
from khetane.cases.referring.page_models import PageEventKind
from khetane.core.sensitivity import model_of
from khetane.grievances.states import GRIEVANCE
from khetane.history.datasets import registered
from tests.repository.tree import files, parsed, shown

# Calls that add events, and where in them the action and the kind stand.
PLACES = {"audit.record": (0, 1), "audit.Event": (0, 1), "audit.read": (None, 0), "seen": (None, 0)}
# What may stand in the variables of a file. A kind is a dataset's name, a model's, or said by whoever calls.
ACTIONS_BY_VARIABLE: dict[str, tuple[str, ...]] = {
    "khetane/access/confirming.py": ("confirmed", "refused"),
    "khetane/access/sign_ins.py": ("signed_in", "sign_in_failed", "changed", "created", "removed"),
    "khetane/cases/referring/pages.py": tuple(f"page_{kind}" for kind in PageEventKind.values),
    "khetane/grievances/following.py": ("replied", "reopened", "judged"),
    "khetane/grievances/handling.py": ("kept", *(step.name for step in GRIEVANCE.steps)),
    "khetane/history/recording.py": ("wrote",),
    "khetane/reports/report.py": ("read", "exported"),
    "khetane/subjects/copying/sealed.py": ("copy_opened", "copy_wrong_code"),
}
WORDS_IN_SQL = re.compile(
    r"insert into access_auditevent[^)]*\)\s*(?:values \(|select )(?:who, )?'(\w+)', '(\w+)'"
)


@cache
def told() -> tuple[dict[str, str], dict[str, str]]:
    """The actions, and the kinds, that the sources name: each with a place where it stands."""
    actions, kinds = {}, {}
    for path in files("khetane/*.py"):
        for action, kind in WORDS_IN_SQL.findall(path.read_text("utf-8")):
            actions[action], kinds[kind] = shown(path), shown(path)
        for call, places in calls(path):
            for place, into in zip(places, (actions, kinds), strict=True):
                if place is not None and place < len(call.args):
                    into.update(dict.fromkeys(words(path, call.args[place]), f"{shown(path)}:{call.lineno}"))
    return actions, kinds


def calls(path: Path) -> Iterator[tuple[ast.Call, tuple[int | None, int]]]:
    for call in ast.walk(parsed(path)):
        if isinstance(call, ast.Call) and (places := PLACES.get(ast.unparse(call.func))):
            yield call, places


def words(path: Path, said: ast.expr) -> list[str]:
    """What an expression says: a word, a choice of two, or a name that stands for one in its module."""
    if isinstance(said, ast.Constant):
        return [str(said.value)]
    if isinstance(said, ast.IfExp):
        one, other = words(path, said.body), words(path, said.orelse)
        return [*one, *other] if one and other else []
    found: object = importlib.import_module(shown(path).removesuffix(".py").replace("/", "."))
    for name in ast.unparse(said).split("."):
        found = getattr(found, name, None)
    return [found] if isinstance(found, str) else []


def variables() -> Iterator[str]:
    """The files in which an action stands in a variable."""
    for path in files("khetane/*.py"):
        for call, (place, _kind) in calls(path):
            if place is not None and not (call.args and words(path, call.args[place])):
                yield shown(path)


def test_where_an_action_is_a_variable_it_is_listed_here() -> None:
    assert set(variables()) <= set(ACTIONS_BY_VARIABLE), "List what it may be."


@pytest.mark.parametrize(
    "action", sorted({*told()[0], *(one for of in ACTIONS_BY_VARIABLE.values() for one in of)})
)
def test_every_action_has_a_word(action: str) -> None:
    assert action in ACTIONS, f"{told()[0].get(action, action)}: name it in khetane/access/screens/words.py."


@pytest.mark.parametrize("kind", sorted({*told()[1], *(dataset.name for dataset in registered())} - {""}))
def test_every_kind_of_record_has_a_word(kind: str) -> None:
    assert kind in KINDS or model_of(kind) is not None, (
        f"{told()[1].get(kind, kind)}: name the record as its model is called, or in khetane/access/screens/words.py."
    )


def test_what_nobody_knows_is_told_by_its_code() -> None:
    assert kind_word("unheard_of") == "unheard_of"
