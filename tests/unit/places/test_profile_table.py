"""A profile in words."""

from __future__ import annotations

from khetane.places.models import SettlementProfile
from khetane.places.profile_table import shown


def test_materials_are_said_in_words_and_an_unknown_code_is_kept() -> None:
    profile = SettlementProfile(materials="brick metal straw")
    assert shown(profile, "materials") == "brick or block, metal sheet or container, straw"
