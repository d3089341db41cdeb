"""Every number of a report that leads somewhere leads to the records it counts: as many, for whoever reads all mandates."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account, Role
from khetane.core.mandates import Mandate
from khetane.core.viewer import acting_as, acting_as_system
from khetane.organisations.models import Unit
from khetane.reports.periods import of_half
from khetane.reports.report import make_report
from khetane.reports.views import tables
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.reports.recount import live

pytestmark = pytest.mark.django_db
HALF = of_half(2026, 1)
LISTS = {
    "outreach:visits", "outreach:tasks", "cases:needs", "cases:plans", "cases:sent_referrals", "cases:services",
    "cases:procedures",
}  # fmt: skip


@pytest.fixture
def reader(here: world.Town) -> Account:
    """Who makes the report and reads every mandate: for her a list hides nothing that a number counts."""
    with acting_as_system():
        permissions = ["identity.read", "content.read", "report.read"]
        Role.objects.create(
            code="reads_all", name="Reads all", permissions=permissions, mandates=Mandate.values
        )
    return world.account("reads_all", here.unit)


def test_a_number_leads_to_as_many_records(author: Account, reader: Account, here: world.Town) -> None:
    live(author, here, 3)
    client = client_of(reader)
    with acting_as(reader.pk):
        report = make_report(Unit.objects.named().get(pk=here.unit.pk), HALF)
        told = [
            (section.title, line.row.label, *cell, number)
            for section, lines in tables(report)
            for line in lines
            for cell, number in zip(line.cells, line.row.numbers, strict=True)
        ]
    led = [one for one in told if one[4]]
    assert {reverse(route) for route in LISTS} == {url.split("?")[0] for *_, url, _number in led}
    wrong = [(*one[:3], one[5], found) for one in led if (found := behind(client, one[4])) != one[5]]
    assert wrong == []
    page = client.get(reverse("reports:unit") + "?period=2026-H1").content.decode()
    assert {one[4] for one in led} <= {unescape(url) for url in re.findall(r'href="([^"]+)"', page)}


def behind(client: Client, url: str) -> int:
    """How many records the list shows, page after page; of services with those delivered to groups, one tab beside."""
    found, page = 0, client.get(url).content.decode()
    if (path := url.split("?")[0]) == reverse("cases:services"):
        groups = url.replace(path, reverse("cases:groups"))
        assert groups in {unescape(one) for one in re.findall(r'href="([^"]+)"', page)}
        found += rows(client.get(groups).content.decode())
    while True:
        found += rows(page)
        further = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        if further is None:
            return found
        page = client.get(path + unescape(further[1])).content.decode()


def rows(page: str) -> int:
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return len(re.findall(r"<tr[ >]", body[1])) if body else 0
