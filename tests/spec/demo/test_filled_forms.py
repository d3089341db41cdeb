"""What the demonstration sends is what our forms, filled by a client, would send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from khetane.demo.country import Country
from khetane.demo.instances import Answers, Entity, Filled
from khetane.forms.standard import FORMS
from tests.spec.demo.device import Device, comparable, edits_of
from tests.spec.forms.standard.conversion import converted
from tests.spec.forms.standard.filling import Filling

TODAY = dt.date(2026, 11, 22)
EACH = 2
# Of some forms, each thing they can be for is filled in.
ACTIONS = {
    "visit": ("plan", "record", "report"),
    "consent": ("give", "withdraw"),
    "member": ("add", "change"),
}
VARIANTS = [f"{form} {action}".strip() for form in FORMS for action in ACTIONS.get(form, ("",))]
MOST_MEMBERS = 3


@cache
def examples() -> dict[str, list[tuple[Filled, dict[str, str], dt.date]]]:
    """Of each form the first ones of one unit, with the lists of the device that filled them."""
    country = Country(TODAY)
    town = country.towns()[0]
    found: dict[str, list[tuple[Filled, dict[str, str], dt.date]]]
    device, found = Device(town), {variant: [] for variant in VARIANTS}
    for sending in country.sendings(town, country.households()[town.unit]):
        filled = sending.filled
        variant = variant_of(filled) if filled else ""
        if filled and plain(filled) and len(found[variant]) < EACH:
            household = dict(told(filled.answers)).get("/data/about/household", "")
            found[variant].append((filled, device.lists(household), sending.day))
        device.follow(sending)
        if all(len(some) == EACH for some in found.values()):
            break
    return found


def variant_of(filled: Filled) -> str:
    action = dict(told(filled.answers)).get("/data/about/action", "")
    return f"{filled.form} {action}".strip()


def plain(filled: Filled) -> bool:
    """Whether the form is one of those that trouble nobody, and small."""
    return small(filled) and not filled.version and not filled.replaces


def small(filled: Filled) -> bool:
    """The evaluator of the tests is slow with many members."""
    members = members_told(filled)
    return members <= MOST_MEMBERS and (filled.form != "household_registration" or members > 1)


def members_told(filled: Filled) -> int:
    told_of = filled.answers.get("member", ())
    return len(told_of) if isinstance(told_of, list) else 0


def told(answers: Answers, path: str = "/data") -> Iterator[tuple[str, str]]:
    """(path, answer) of every answer, repeats numbered."""
    for name, value in answers.items():
        if isinstance(value, str):
            yield f"{path}/{name}", value
        elif isinstance(value, Mapping):
            yield from told(value, f"{path}/{name}")
        elif not isinstance(value, Entity):
            for number, one in enumerate(value, start=1):
                yield from told(one, f"{path}/{name}[{number}]")


def replay(filled: Filled, lists: dict[str, str], day: dt.date) -> Filling:
    """A client's form, filled with the answers that people gave; what is calculated it works out itself."""
    form = Filling(converted(filled.form).xform, lists, day.isoformat())
    members = members_told(filled)
    for path, value in told(filled.answers):
        generic = "".join(part.split("]")[-1] for part in path.split("["))
        bind = form.binds.get(generic)
        if value == "":
            continue
        assert bind is not None, f"{filled.form} has no question {generic}"
        if bind.get("calculate"):
            continue
        if path.startswith("/data/member["):
            wanted = int(path.removeprefix("/data/member[").split("]")[0])
            while len(form.nodes("/data/member")) < min(wanted, members):
                form.add("/data/member")
        form.set(path, value)
    return form


@pytest.mark.parametrize("number", range(EACH))
@pytest.mark.parametrize("form", VARIANTS)
def test_a_client_given_the_same_answers_sends_the_same_edits(form: str, number: int) -> None:
    filled, lists, day = examples()[form][number]
    client = replay(filled, lists, day)
    assert client.problems() == []
    assert comparable(edits_of(filled)) == comparable(client.entities().edits)


@pytest.mark.parametrize("number", range(EACH))
@pytest.mark.parametrize("form", VARIANTS)
def test_calculated_answers_are_those_of_a_client(form: str, number: int) -> None:
    filled, lists, day = examples()[form][number]
    client = replay(filled, lists, day)
    own = {str(edit.id): edit.path for edit in edits_of(filled)}
    new = {str(edit.id): edit.path for edit in client.entities().edits}
    for path, value in told(filled.answers):
        found = client.root.getroottree().xpath(path)
        if not found or not client.relevant(found[0]):
            assert value == "", f"{path} is not relevant"
        elif not path.endswith(("/new_id", "/document_new", "/document_id")):
            theirs = found[0].text or ""
            assert own.get(value, value) == new.get(theirs, theirs), path
