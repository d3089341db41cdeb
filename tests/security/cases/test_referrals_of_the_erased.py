"""Who is erased stands on no sealed page and in no answer any more; what is told of the others stays."""

from __future__ import annotations

import datetime as dt
import uuid

import psycopg
from django.utils import timezone

from khetane.cases.models import Referral
from khetane.cases.referring import pages
from khetane.core.viewer import acting_as
from khetane.subjects.erasing import erase
from khetane.subjects.ledger import Entry, Ledger
from tests.edits import edit, send
from tests.installations import Installation
from tests.world import account, town

HOME, HER, HIM, REFERRAL = (uuid.UUID(int=number) for number in range(301, 305))
TODAY = timezone.localdate().isoformat()


def test_her_name_is_in_no_answer_and_on_no_page(installation: Installation) -> None:
    here = town("NIS")
    sender = account("unit_coordinator", here.unit)
    officer = account("data_protection_officer", here.municipality)
    members = [
        edit("person", one, {"household": str(HOME), "given_name": name, "family_name": family, "role": role})
        for one, name, family, role in (
            (HER, "Kvarcenija", "Vrzgulovska", "head"),
            (HIM, "Marko", "Ostajić", "spouse"),
        )
    ]
    consent = {"household": str(HOME), "purpose": "referral", "recipients": "school", "notice_version": "1",
               "given_by": "self", "given_on": TODAY, "evidence": "signed"}  # fmt: skip
    referral = {"household": str(HOME), "to_organisation": "school", "reason": "Za upis", "state": "done",
                "answer": "Kvarcenija je dovela decu", "answered_on": TODAY, "sent_on": TODAY}  # fmt: skip
    made = send(
        sender, here, edit("household", HOME, {"place": "NIS-S1"}), *members,
        edit("consent", uuid.uuid4(), consent), edit("referral", REFERRAL, referral),
        mandate="coordination", said_at=timezone.now(),
    )  # fmt: skip
    assert made.state == "applied", [reason.message for reason in made.reasons]
    with acting_as(sender.pk):
        row = Referral.objects.get()
        pages.make_page(
            row, {"facts": [["Name", "Kvarcenija Vrzgulovska"]]}, tells=["name"], language="en", days=7
        )
    with acting_as(officer.pk):
        entry = Entry(uuid.uuid4(), (HER,), (), (), (), dt.datetime.now(dt.UTC))
        erase(entry, by=officer.pk, ledger=Ledger.of(installation.home))
    with psycopg.connect(installation.owner_url) as owner:
        for table in ("cases_referralpage", "cases_sealedreferral", "cases_pageevent"):
            assert owner.execute(f"select count(*) from {table}").fetchall() == [(0,)], table
        [(reason, answer)] = owner.execute("select reason, answer from cases_referral").fetchall()
    assert reason == "Za upis"
    assert "varcenij" not in answer
    assert "je dovela decu" in answer
