"""A small demonstration country sent into a real database, by processes side by side."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as, acting_as_system
from khetane.demo.country import Country
from khetane.forms import reasons
from khetane.forms.models import Submission
from khetane.forms.standard import FORMS
from khetane.grievances.enums import State
from tests.installations import point_django_at

SMALL = Country(dt.date(2026, 11, 20), units=2, home_count=18, person_count=80, days=120)
# What every call adds to: the audit, and PostgreSQL's own bookkeeping.
GROWING = {"access_auditevent"}


@dataclass(frozen=True)
class Loaded:
    """The database and what became of the records."""

    owner_url: str
    outcomes: Counter[str]

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.owner_url) as owner:
            return list(owner.execute(question.encode()))

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        names = [
            str(name) for (name,) in self.ask("select tablename from pg_tables where schemaname = 'public'")
        ]
        count = sql.SQL("select count(*) from {}")
        with psycopg.connect(self.owner_url) as owner:
            counted = {name: owner.execute(count.format(sql.Identifier(name))).fetchone() for name in names}
        return {name: row[0] for name, row in counted.items() if row and name not in GROWING}


@pytest.fixture(scope="module")
def there(
    clone_database: Callable[[str], str],
    passwords: dict[str, str],
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Loaded]:
    from django.db import connections

    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    owner_url = clone_database("khetane_demo_small")
    point_django_at(owner_url, passwords)
    try:
        with django_db_blocker.unblock():
            yield Loaded(owner_url, load())
    finally:  # whatever went wrong: the next tests ask their own database
        with django_db_blocker.unblock():
            connections.close_all()
        for alias, settings in before.items():
            connections[alias].settings_dict.update(settings)


def meant_to_need_correction() -> int:
    households = SMALL.households()
    return sum(one.is_wrong for town in SMALL.towns() for one in SMALL.sendings(town, households[town.unit]))


def load() -> Counter[str]:
    from khetane.demo import standing

    workers = standing.lay_ground(SMALL, lambda sentence: None)
    became: Counter[str] = Counter()
    for done, outcomes in standing.send_in(SMALL, workers, processes=2):
        assert 0 <= done <= 200
        became = outcomes
    standing.tell_grievances(SMALL, workers)
    return became


def test_everything_that_was_sent_is_there(there: Loaded) -> None:
    assert there.ask("select count(*) from people_household") == [(18,)]
    troubled = (
        2  # at most two children of each unit are born after the conversation, and wait for a correction
    )
    assert there.ask(f"select count(*) >= 80 and count(*) <= {80 + 2 * troubled} from people_person") == [
        (True,)
    ]
    assert there.ask("select count(*) from organisations_unit") == [(2,)]
    assert there.ask("select count(*) from places_place where kind = 'settlement'") == [(6,)]
    assert there.ask("select count(*) from khetane_forms_form") == [(len(FORMS),)]
    assert there.ask("select count(*), count(last_seen_at) from access_device") == [(12, 12)]


def test_only_the_planned_troubles_are_troubles(there: Loaded) -> None:
    refused = []
    for (leader,) in there.ask("select id from access_account where email like 'unit-coordinator.%'"):
        with acting_as(UUID(str(leader))):
            refused += [reasons.of(one) for one in Submission.objects.filter(state="needs_correction")]
    assert len(refused) == there.outcomes["needs_correction"] == meant_to_need_correction()
    assert {found[0].code for found in refused} <= {"unknown_place", "in_the_future", "born_later"}
    assert there.ask("select count(*) from history_conflict where state = 'open'") == [(4,)]
    states = {str(state) for (state,) in there.ask("select distinct state from khetane_forms_submission")}
    assert states == {"applied", "conflict", "held", "needs_correction", "replaced"}
    assert there.ask("select count(*) >= 1 from khetane_forms_keptupload") == [(True,)]


def test_records_came_by_devices_and_by_the_office_when_they_happened(there: Loaded) -> None:
    ways = {str(way) for (way,) in there.ask("select distinct source from khetane_forms_submission")}
    assert ways == {"device", "office"}
    late = "select count(*) from khetane_forms_submission where received_at > now() or received_at < '2026-07-01'"
    assert there.ask(late) == [(0,)]


def test_grievances_stand_in_every_state_and_in_every_way(there: Loaded) -> None:
    assert {str(one) for (one,) in there.ask("select distinct state from grievances_grievance")} == set(
        State.values
    )
    assert {str(one) for (one,) in there.ask("select distinct channel from grievances_grievance")} >= {
        "web",
        "paper",
    }
    assert there.ask(
        "select count(*) filter (where unit_id is null), count(*) filter (where apart) from grievances_grievance"
    ) == [(2, 2)]
    assert there.ask("select count(*) from grievances_grievance where received_at > now()") == [(0,)]
    past = "select count(*), count(*) filter (where decided_from <= khetane_today()) from grievances_grievanceexpiry"
    assert there.ask(past) == [(3, 2)]


def test_sending_it_in_again_changes_nothing(there: Loaded) -> None:
    before = there.rows()
    again = load()
    assert there.rows() == before
    assert sum(again.values()) == sum(there.outcomes.values())
    assert again["known already"] > 0


def test_accounts_are_marked_and_sign_in_only_with_a_password_told_once(there: Loaded) -> None:
    from khetane.access.models import Account
    from khetane.demo import standing

    first = standing.passwords(SMALL, renew=False)
    assert standing.passwords(SMALL, renew=False) == {}
    second = standing.passwords(SMALL, renew=True)
    assert first.keys() == second.keys()
    with acting_as_system():
        for account in Account.objects.filter(email__in=first):
            assert account.is_demo
            assert account.check_password(second[account.email])
            assert not account.check_password(first[account.email])
            assert second[account.email] not in account.password
        assert {code for (code,) in there.ask("select distinct role_id from access_rolegrant")} >= {
            "unit_coordinator", "health_mediator", "legal_aid_lawyer", "data_protection_officer", "administrator",
        }  # fmt: skip


def test_it_never_comes_among_real_households(there: Loaded) -> None:
    from khetane.demo import standing

    standing.check_no_foreign_households(SMALL, there.owner_url)
    with pytest.raises(Invalid):
        standing.check_no_foreign_households(Country(SMALL.today, units=1), there.owner_url)


def test_the_day_is_that_of_the_first_load(there: Loaded) -> None:
    from django.utils import timezone

    from khetane.demo import standing

    assert standing.reference_day() == timezone.localdate()
