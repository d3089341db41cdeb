"""A unit with a household that needs a lawyer, and two lawyers; all invented."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, home

TODAY = timezone.localdate()
AGO = (TODAY - datetime.timedelta(days=30)).isoformat()
PERSON, CHILD = 0, 1


def days(number: int) -> str:
    return (TODAY + datetime.timedelta(days=number)).isoformat()


@dataclass(frozen=True)
class Office:
    """The coordinator's household of two members, and who might act for it."""

    town: world.Town
    home: Home
    coordinator: Account
    lawyer: Account
    colleague: Account

    def agree(self, recipients: str = "legal") -> uuid.UUID:
        made = uuid.uuid4()
        said = {"household": str(self.home.id), "purpose": "referral", "recipients": recipients, "notice_version": "1",
                "given_by": "self", "given_on": AGO, "evidence": "signed"}  # fmt: skip
        applied(self.coordinator, self.town, edit("consent", made, said))
        return made

    def refer(self) -> uuid.UUID:
        made = uuid.uuid4()
        said = {"household": str(self.home.id), "to_mandate": "legal", "reason": "No birth certificate",
                "sent_on": TODAY.isoformat()}  # fmt: skip
        applied(self.coordinator, self.town, edit("referral", made, said), mandate="coordination")
        return made

    def accept(self, referral: uuid.UUID, lawyer: Account | None = None) -> None:
        said = {"state": "accepted", "answered_on": TODAY.isoformat()}
        applied(lawyer or self.lawyer, self.town, update("referral", referral, 1, said))

    def taken_on(self) -> uuid.UUID:
        """The lawyer's client by a power of attorney, recorded once she had accepted a referral that is done since."""
        self.agree()
        referral, power = self.refer(), uuid.uuid4()
        self.accept(referral)
        said = {"person": str(self.home.members[PERSON]), "attorney": "Lawyer L", "given_on": AGO}
        applied(self.lawyer, self.town, edit("power_of_attorney", power, said))
        done = {"state": "done", "answered_on": TODAY.isoformat()}
        applied(self.lawyer, self.town, update("referral", referral, 2, done))
        return power

    def proceed(self, **values: str) -> uuid.UUID:
        made = uuid.uuid4()
        said = {"person": str(self.home.members[PERSON]), "type": "BIRTH-L", "initiated_on": AGO, **values}
        applied(self.lawyer, self.town, edit("procedure", made, said))
        return made


def office(town: world.Town) -> Office:
    coordinator = world.account("unit_coordinator", town.unit)
    lawyers = [world.account("legal_aid_lawyer", town.unit) for _ in range(2)]
    return Office(town, home(town, coordinator), coordinator, *lawyers)


def applied(author: Account, town: world.Town, *edits: object, mandate: str = "") -> None:
    became = send(author, town, *edits, mandate=mandate, said_at=timezone.now())  # type: ignore[arg-type]  # edits
    if became.state != "applied":
        raise ValueError([reason.message for reason in became.reasons])


def seen(account: Account, table: str, *, condition: str = "true") -> int:
    """How many rows of a table are there for an account, by the application's own role."""
    with acting_as(account.pk), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table} where {condition}")
        return int(cursor.fetchone()[0])


def sees(account: Account, of: Home) -> Sequence[bool]:
    """Whether the household, the person of a procedure and her child are there."""
    return [
        bool(seen(account, "people_household", condition=f"id = '{of.id}'")),
        *(bool(seen(account, "people_person", condition=f"id = '{one}'")) for one in of.members),
    ]
