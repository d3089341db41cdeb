"""In the demonstration people ask for their rights, in every way; twice loaded they asked once."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.utils import timezone

from khetane.core.viewer import acting_as
from khetane.demo import long_ago, rights, standing
from khetane.demo.country import Country
from khetane.people.models import Restriction
from khetane.subjects.ledger import Ledger
from khetane.subjects.models import RequestKind, RequestState, SubjectRequest
from tests.installations import Installation


def asked() -> Counter[tuple[str, str]]:
    with acting_as(long_ago.officer()):
        return Counter(SubjectRequest.objects.values_list("kind", "state"))


def test_every_right_is_asked_for_and_stands_in_every_state(installation: Installation) -> None:
    small = Country(timezone.localdate(), units=2, home_count=20, person_count=80, days=300)
    workers = standing.lay_ground(small, lambda sentence: None)
    for _done in standing.send_in(small, workers, processes=1):
        pass
    told = rights.ask(small, workers)
    found = asked()
    assert found.total() == told == rights.WHOLE * len(rights.IN_WHOLE) + 1
    assert set(found) == {(kind, state) for kind in RequestKind.values for state in RequestState.values}
    with acting_as(long_ago.officer()):
        rows = list(SubjectRequest.objects.all())
    assert all(one.taken_at.date() <= one.requested_on + dt.timedelta(days=1) for one in rows)
    assert all(one.taken_at <= one.done_at <= timezone.now() for one in rows if one.done_at)
    assert sum(one.is_overdue for one in rows) == 3 * rights.WHOLE
    assert all(one.refusal for one in rows if one.state == RequestState.REFUSED)
    assert Ledger.of(installation.home).count() == 1  # somebody was erased
    with acting_as(workers[small.towns()[0].unit]["coordination"].account_id):
        assert Restriction.objects.in_force().count() >= 1
    assert rights.ask(small, workers) == told
    assert asked() == found
