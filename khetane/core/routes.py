"""Every route has an access rule; one without is refused, and a test lists them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

# Views of libraries that guard themselves, by module: allauth asks for a sign-in where one is needed;
# Django's own set the language or point to another address.
GUARD_THEMSELVES = ("allauth.", "django.views.i18n", "django.views.generic.base")


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call a view: anyone (`open`), who is signed in, or who holds one of these permissions somewhere.

    A view `under_override` also lets in whoever has a household open in an emergency; what she sees there, the
    database decides. `why` says why a view is open. A view with `own_viewer` sets the viewer itself (devices). One with
    `tokens` answers programs: an API token stands for a sign-in, and refusals are its own to phrase.
    """

    permissions: tuple[str, ...] = ()
    under_override: bool = False
    open: bool = False
    own_viewer: bool = False
    tokens: bool = False
    why: str = ""

    def lets(self, can: Callable[[str], bool]) -> bool:
        """Whether whoever `can` is let in by what she holds."""
        return not self.permissions or any(map(can, self.permissions))


# Where a handler that has found the route of a request leaves its name, so that nobody looks for it again.
ROUTE = "khetane.route"

LIBRARY = Rule(open=True, why="the library guards its own views")


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule of a view function, or of the class behind it."""
    behind = getattr(view, "view_class", view)
    rule = getattr(view, "access_rule", None) or getattr(behind, "access_rule", None)
    if rule is None and behind.__module__.startswith(GUARD_THEMSELVES):
        return LIBRARY
    return rule


def _with(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


def requires(*permissions: str, under_override: bool = False) -> Callable[[View], View]:
    """The viewer must hold one of `permissions` somewhere; what she then sees, the database decides.

    `under_override`: a household open to her in an emergency is enough.
    """
    return _with(Rule(permissions=permissions, under_override=under_override))


def signed_in(view: View) -> View:
    """Anyone with an account may call it."""
    return _with(Rule())(view)


def open_to_all(why: str) -> Callable[[View], View]:
    """No account is needed; `why` stands in the list of routes."""
    return _with(Rule(open=True, why=why))


def sets_own_viewer(why: str) -> Callable[[View], View]:
    """The view finds out itself who calls (a device or API token) and acts as that account."""
    return _with(Rule(open=True, own_viewer=True, why=why))


def takes_tokens(view: View) -> View:
    """An API token may stand for the sign-in; the view checks permissions and answers 401 itself."""
    return _with(Rule(open=True, tokens=True, why="each operation of the API names its own permission"))(view)
