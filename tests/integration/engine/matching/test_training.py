"""How common a value is."""

from __future__ import annotations

from pathlib import Path

import pytest

from khetane.engine.matching import crowds, store, training
from khetane.engine.matching.comparisons import comparisons_of
from khetane.engine.matching.table import Row
from khetane.engine.matching.training import Sides


def test_a_learnt_probability_of_many_digits_is_reckoned_with(tmp_path: Path) -> None:
    people = [Row(at, str(at), "Ana", "Ilić" if at else "Berisha", "", "f", "", "", "") for at in range(4)]
    [family] = comparisons_of(frozenset({"family_name"}))
    learnt = family.trained([0.8, 0.1, 0.05, 0.05], [0.899796075895843, 0.05, 0.03, 0.02])
    with store.opened(tmp_path, "200MB") as connection:
        store.take(connection, [("a", people)])
        crowds.set_apart(connection, Sides(len(people)))
        training.frequencies(connection, [learnt])
        found = dict(connection.execute("select family, tf_family from rare_family").fetchall())
    before = training.NAMED_BEFORE
    assert sorted(found.values()) == pytest.approx(
        [(count + before * 0.899796075895843) / (4 + before) for count in (1, 3)]
    )
