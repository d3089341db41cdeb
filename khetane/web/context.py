"""What every template may rely on: `page` (see docs/reference/components.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from khetane.core import demonstration
from khetane.web import languages
from khetane.web.designations import Notes
from khetane.web.navigation import (
    ACCOUNT_LINKS,
    SEARCH,
    SIGN_OUT,
    Entry,
    Link,
    LinkGroup,
    groups,
    links,
)


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    code: str
    tag: str
    name: str
    current: bool


@dataclass
class Page:
    """The frame around one page's content; each part is worked out only where it is shown."""

    request: HttpRequest
    notes: Notes = field(default_factory=Notes)

    @property
    def path(self) -> str:
        return self.request.get_full_path()

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def demo(self) -> bool:
        return demonstration.stands()

    @property
    def second_step_due(self) -> datetime | None:
        """By when the viewer must set up a second step; ViewerMiddleware says so."""
        return getattr(self.request, "second_step_due", None)

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return user is not None and bool(user.is_authenticated)

    @cached_property
    def navigation(self) -> tuple[LinkGroup, ...]:
        return groups(self.request) if self.signed_in else ()

    @property
    def account_links(self) -> tuple[Link, ...]:
        return tuple(links(self.request, ACCOUNT_LINKS))

    @property
    def logout_url(self) -> str:
        return reverse(SIGN_OUT)

    @property
    def search_url(self) -> str:
        entries = (Entry("", SEARCH),)
        found = list(links(self.request, entries)) if self.signed_in else []
        return found[0].url if found else ""

    @property
    def search_text(self) -> str:
        return self.request.GET.get("q", "") if self.request.path == self.search_url else ""

    @cached_property
    def languages(self) -> list[LanguageChoice]:
        now = languages.current().code
        return [LanguageChoice(one.code, one.tag, one.name, one.code == now) for one in languages.LANGUAGES]

    @property
    def language(self) -> LanguageChoice:
        return next(choice for choice in self.languages if choice.current)


def page(request: HttpRequest) -> dict[str, Page]:
    """The context processor; one `Page` per request, so that its parts share their notes."""
    shown: Page | None = getattr(request, "khetane_page", None)
    if shown is None:
        shown = Page(request)
        request.khetane_page = shown  # type: ignore[attr-defined]  # kept for the request's other templates
    return {"page": shown}
