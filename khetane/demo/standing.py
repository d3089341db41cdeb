"""Whether the demonstration country stands, and bringing it there, from its places to its passwords."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator

import psycopg
from django.db import connection
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as_system
from khetane.demo import accounts, grievances, loading
from khetane.demo.country import Country
from khetane.demo.parallel import send_all
from khetane.demo.problems import REAL_DATABASE
from khetane.demo.staff import ensure_staff
from khetane.forms.shipped import publish_standard
from khetane.places import shipped

PROJECT = "project_staff"
Say = Callable[[str], None]
_FOREIGN = """
    select exists (select from people_household h join organisations_unit u on u.id = h.unit_id
                   where u.code <> all(%s))
"""


def reference_day() -> dt.date:
    """The day the demonstration country was begun, so that sending it in again sends the same; else today."""
    with acting_as_system():
        first = Account.objects.filter(is_demo=True).order_by("created_at").first()
    return timezone.localdate(first.created_at) if first else timezone.localdate()


def check_no_foreign_households(country: Country, owner_url: str) -> None:
    """Raise Invalid when the register holds households of other units. Asks as the owner, who sees that there are some."""
    with psycopg.connect(owner_url) as owner:
        found = owner.execute(_FOREIGN, [[town.unit for town in country.towns()]]).fetchone()
    if found and found[0]:
        raise Invalid(REAL_DATABASE.about())


def lay_ground(country: Country, say: Say) -> dict[str, loading.Workers]:
    """Places, forms, units and accounts: what the records stand on. Safe to repeat."""
    say("Places …")
    shipped.load()
    say("Standard forms …")
    with acting_as_system():
        publish_standard()
    say("Mobile units and their members …")
    workers = {town.unit: loading.prepare(town) for town in country.towns()}
    with acting_as_system():
        made = {post.role: accounts.ensure_account(post) for post in accounts.other_posts(country.towns())}
    first = country.towns()[0]
    leader = workers[first.unit]["coordination"].account_id
    ensure_staff(made[PROJECT], unit_id=first.unit_id, coordinator=leader, since=country.first_day)
    return workers


def send_in(
    country: Country, workers: dict[str, loading.Workers], processes: int
) -> Iterator[tuple[int, Counter[str]]]:
    """Send every unit in; after each step the hundredths done of all units, and what became of the records so far."""
    done: dict[str, int] = {}
    outcomes: Counter[str] = Counter()
    for progress in send_all(country, workers, processes):
        done[progress.unit] = progress.hundredths
        outcomes.update(progress.outcomes)
        yield sum(done.values()), outcomes


def tell_grievances(country: Country, workers: dict[str, loading.Workers]) -> None:
    """What people complain of, ask and praise, dealt with in every way. Safe to repeat."""
    with acting_as_system():
        posts = [post for post in accounts.other_posts(country.towns()) if post.role in grievances.HANDLERS]
        made = {post.role: accounts.ensure_account(post).pk for post in posts}
    grievances.tell(country, workers, made)


def passwords(country: Country, *, renew: bool) -> dict[str, str]:
    """Passwords by e-mail: of all accounts one signs in with when `renew`, else of those that had none yet."""
    told = {}
    with acting_as_system():
        for post in accounts.sign_in_posts(country.towns()):
            if renew or not accounts.ensure_account(post).has_usable_password():
                told[post.email] = accounts.renew_password(post)
    return told


def analyse() -> None:
    """Let PostgreSQL look at what was sent in, as it would by itself some minutes later."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")
