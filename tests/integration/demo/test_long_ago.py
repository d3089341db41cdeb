"""In the demonstration something is past its time, in every state; twice loaded it stands once."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from khetane.core.viewer import acting_as_system
from khetane.demo import long_ago, standing
from khetane.demo.country import Country
from khetane.subjects.keeping.carrying_out import carry_out
from khetane.subjects.models import Expiry
from tests.installations import Installation


def states() -> Counter[str]:
    with acting_as_system():
        return Counter(Expiry.objects.values_list("state", flat=True))


def test_some_are_noticed_prolonged_kept_waiting_and_done(installation: Installation) -> None:
    small = Country(timezone.localdate(), units=2, home_count=4, person_count=12, days=10)
    workers = standing.lay_ground(small, lambda sentence: None)
    long_ago.remember(small, workers)
    units = long_ago.UNITS
    expected = {"noticed": 5 * units, "prolonged": units, "kept": units, "confirmed": 2 * units}
    assert states() == expected
    with acting_as_system():
        due = [one.may_be_decided for one in Expiry.objects.filter(state="noticed")]
    assert (due.count(True), due.count(False)) == (3 * units, 2 * units)
    assert carry_out() == 2 * units
    done = {"done" if state == "confirmed" else state: number for state, number in expected.items()}
    assert states() == done
    long_ago.remember(small, workers)
    assert states() == done
