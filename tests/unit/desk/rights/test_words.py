"""What a person's own copy says of how long her record is kept."""

from __future__ import annotations

import pytest
from django.utils import translation

from khetane.desk.rights.words import kept_for
from khetane.subjects.catalogue.reading import keeping
from khetane.subjects.keeping.words import STATUSES, rules_said


@pytest.mark.parametrize("language", ["en", "sr", "sr-latn", "mk"])
def test_what_a_lawyer_has_yet_to_verify_is_told_to_officers_and_not_in_a_letter_to_her(
    language: str,
) -> None:
    rules = keeping().rules.values()
    with translation.override(language):
        for rule, said in zip(rules, rules_said(keeping()), strict=True):
            assert said.status == STATUSES[rule.status]
            assert said.status not in kept_for(rule)
            assert all(period in kept_for(rule) for period in said.periods)
