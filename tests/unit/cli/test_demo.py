"""What `khetane demo` prints, as scripts read it."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from khetane.cli import demo
from khetane.demo.country import Country

COUNTRY = Country(dt.date(2026, 11, 22))


def test_the_json_lists_codes_of_places_and_units(capsys: pytest.CaptureFixture[str]) -> None:
    demo.show_json(COUNTRY, {"administrator@khetane.example": "told once"})
    facts = json.loads(capsys.readouterr().out)
    assert len(facts["units"]) == 20
    assert "RS-BOJNIK-JMU" in facts["units"]
    assert {"RS-BOJNIK", "RS-BOJNIK-D1"} <= set(facts["places"])
    assert len(facts["places"]) == 80
    by_email = {account["email"]: account for account in facts["accounts"]}
    assert by_email["administrator@khetane.example"]["password"] == "told once"
    coordinator = by_email["unit-coordinator.bojnik@khetane.example"]
    assert coordinator == {
        "email": "unit-coordinator.bojnik@khetane.example",
        "role": "unit_coordinator",
        "scope": "RS-BOJNIK-JMU",
        "password": None,
    }


def test_passwords_are_printed_only_when_they_are_new(capsys: pytest.CaptureFixture[str]) -> None:
    demo.show(COUNTRY, {})
    assert "khetane demo --passwords" in capsys.readouterr().out
    demo.show(COUNTRY, {"a@khetane.example": "secret"})
    assert "a@khetane.example  secret" in capsys.readouterr().out
