"""The buttons of a form: the word that takes a step is never the word that goes back."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext

from khetane.cases import states as cases
from khetane.core.states import Machine
from khetane.grievances.states import GRIEVANCE
from khetane.outreach import states as outreach
from khetane.programmes.reading import shipped as schemes
from khetane.subjects import states as requests
from khetane.upgrading.reading import shipped as processes
from khetane.web.names import worded

MACHINES = (*cases.MACHINES, *outreach.MACHINES, *requests.MACHINES, GRIEVANCE)
LANGUAGES = ("en", "sr", "sr-latn", "mk")
# What other programs write on the button that leaves a form: on one of ours that does something it would mislead.
LEAVES = {
    "sr": ("одустани", "врати", "поништи"),
    "sr-latn": ("odustani", "vrati", "poništi"),
    "mk": ("откажи се", "врати", "поништи"),
}


def written(label: object) -> str:
    return str(label).casefold().rstrip(".")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.kind)
def test_no_step_is_called_like_the_way_back(machine: Machine, language: str) -> None:
    with translation.override(language):
        back = written(gettext("Back"))
        for state in machine.states:
            labels = [written(step.label) for step in machine.steps if state in step.sources]
            assert len(set(labels)) == len(labels)
            assert not set(labels) & {back, *LEAVES.get(language, ())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_of_a_scheme_or_of_a_process_is_called_like_the_way_back(language: str) -> None:
    ways = [way.names for kind in schemes().values() for rules in kind.versions for way in rules.ways]
    ways += [way.names for kind in processes().values() for rules in kind.versions for way in rules.ways]
    with translation.override(language):
        for names in ways:
            before_the_reason = written(worded(names)).partition(":")[0]  # “Give up: people stay”
            assert before_the_reason not in {written(gettext("Back")), *LEAVES.get(language, ())}
