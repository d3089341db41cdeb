"""Devices, forms and submissions for tests; see `tests.world`. All people in them are invented."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from functools import cache
from xml.sax.saxutils import escape

from khetane.access.enums import DeviceState
from khetane.access.models import Account
from khetane.access.tokens import DeviceIdentity
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.actions import Published, publish_converted
from khetane.forms.models import Form
from khetane.forms.xlsform import Converted, Refused, convert
from tests.workbooks import xlsx
from tests.world import Town

VERSION = "1"
HOUSEHOLD = "household"

REGISTRATION = {
    "survey": [
        ["type", "name", "label", "save_to", "calculation"],
        ["date", "day", "Day", "", ""],
        ["text", "place", "Place", "household#place", ""],
        ["text", "address", "Address", "household#address", ""],
        ["geopoint", "spot", "Where", "", ""],
        ["text", "remark", "Remark", "", ""],
        ["begin_repeat", "member", "Member", "", ""],
        ["calculate", "home", "", "person#household", "/data/meta/entity/@id"],
        ["text", "given_name", "Given name", "person#given_name", ""],
        ["text", "family_name", "Family name", "person#family_name", ""],
        ["date", "birth", "Born", "person#birth_date", ""],
        ["end_repeat", "", "", "", ""],
    ],
    "settings": [["form_id", "form_title", "version"], ["registration", "Registration", VERSION]],
    "entities": [["list_name", "label"], ["household", "${address}"], ["person", "${given_name}"]],
}
PLAIN = {
    "survey": [["type", "name", "label"], ["text", "remark", "Remark"]],
    "settings": [["form_id", "form_title", "version"], ["plain", "Plain", VERSION]],
}


def device(account: Account, home: Town, state: DeviceState = DeviceState.ACTIVE) -> DeviceIdentity:
    """A device of an account as its token would tell; it stands in no table."""
    return DeviceIdentity(uuid.uuid4(), account.pk, home.unit.pk, state)


def published(publisher: Account, sheets: Mapping[str, list[list[str]]] = REGISTRATION) -> Published:
    """A form published by an account that may."""
    book, form = converted(json.dumps(sheets))
    with acting_as(publisher.pk):
        return publish_converted(form, book, "form.xlsx")


def offered_to_all() -> None:
    """Every form published so far is offered to every unit from here on."""
    with acting_as_system():
        Form.objects.update(unit=None)


@cache
def converted(sheets: str) -> tuple[bytes, Converted]:
    """A workbook and what it converts to, converted once per run: that takes seconds."""
    book = xlsx(json.loads(sheets))
    form = convert(book, "form.xlsx")
    if isinstance(form, Refused):
        raise ValueError([problem.message for problem in form.errors])
    return book, form


def registration(
    place: str,
    *,
    household: uuid.UUID | None = None,
    instance: str = "",
    members: int = 2,
    day: str = "2026-05-04",
    birth: str = "1980-02-03",
    address: str = "Ulica 5",
    extra: str = "",
    meta: str = "",
    version: str = VERSION,
    form: str = "registration",
    family_name: str = "Izmišljen",
) -> bytes:
    """A filled REGISTRATION form that makes a household with members."""
    home = household or uuid.uuid4()
    rows = "".join(
        f"<member><home>{home}</home><given_name>Osoba{number}</given_name><family_name>{family_name}</family_name>"
        f'<birth>{birth}</birth><meta><entity dataset="person" id="{uuid.uuid5(home, str(number))}" create="1">'
        f"<label>Osoba{number}</label></entity></meta></member>"
        for number in range(members)
    )
    return (
        f'<data id="{form}" version="{version}"><day>{day}</day><place>{place}</place>'
        f"<address>{escape(address)}</address><spot>43.5 21.2 0 5</spot>{extra}{rows}<meta>"
        f"<instanceID>{instance or f'uuid:{uuid.uuid4()}'}</instanceID>{meta}"
        f'<entity dataset="household" id="{home}" create="1"><label>{escape(address)}</label></entity>'
        "</meta></data>"
    ).encode()


def plain(
    remark: str = "", *, instance: str = "", meta: str = "", version: str = VERSION, form: str = "plain"
) -> bytes:
    """A filled PLAIN form; without `instance` it names itself anew."""
    named = f"<instanceID>{instance or f'uuid:{uuid.uuid4()}'}</instanceID>"
    return f'<data id="{form}" version="{version}"><remark>{escape(remark)}</remark><meta>{named}{meta}</meta></data>'.encode()
