"""A person at a desk: signs in, opens pages, fills in their forms, over the network."""

from __future__ import annotations

from typing import Any

import httpx
from lxml import html

from tests.running import PATIENCE


class Desk:
    """One person's session."""

    def __init__(self, url: str, account: dict[str, Any]) -> None:
        self.http = httpx.Client(base_url=url, follow_redirects=True, timeout=PATIENCE, trust_env=False)
        page = self.submit("/account/login/", {"login": account["email"], "password": account["password"]})
        assert page.url.path == "/", page.text

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.http.get(path, params=query or None)

    def page(self, path: str, **query: str) -> str:
        """The text of a page, without its marks."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return text_of(answer.text)

    def submit(self, path: str, values: dict[str, str]) -> httpx.Response:
        """Fill in the page's form that has these fields and send it, hidden fields and all."""
        page: Any = html.fromstring(self.get(path).text)
        [form] = [one for one in page.forms if set(values) <= set(one.fields.keys()) and holds(one, values)]
        given = {**dict(form.form_values()), **values}
        answer = self.http.post(form.action or path, data=given, headers={"Referer": str(self.http.base_url)})
        assert answer.status_code == 200, text_of(answer.text)
        return answer


def holds(form: Any, values: dict[str, str]) -> bool:
    """Whether it is the form of this side: the page of a conflict has one form a side."""
    return "side" not in values or form.fields.get("side") == values["side"]


def text_of(page: str) -> str:
    whole: Any = html.fromstring(page)
    return " ".join(whole.text_content().split())


def option(page: str, code: str) -> str:
    """The value of the choice whose text ends with a code."""
    [found] = [one for one in html.fromstring(page).iter("option") if (one.text or "").endswith(f"({code})")]
    return str(found.get("value"))
