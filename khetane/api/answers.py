"""What every operation answers with: pages of a list, and problems as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Schema

from khetane.access.seen import seen
from khetane.core import keyset
from khetane.core.masking import mask
from khetane.core.viewer import current

PROBLEM = "application/problem+json"
T = TypeVar("T")
# A NUL is no character of a text in PostgreSQL.
Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Problem(Schema):
    """Why a request was refused."""

    type: str = Field("about:blank", description="Always about:blank: `code` says which problem it is.")
    title: str = Field(description="The HTTP status in words.")
    status: int
    detail: str = Field(description="A sentence: what happened, to what, and what to do next.")
    code: str = Field(description="Stays the same when the sentence is reworded or translated.")
    errors: list[dict[str, Any]] = Field(
        default_factory=list, description="For 422: where each wrong value stands, and what is wrong with it."
    )


class PageOf(Schema, Generic[T]):
    """Some rows of a list. `next` continues it; null at its end."""

    items: list[T]
    next: UUID | None


class Paging(Schema):
    """Where a page begins and how long it is."""

    after: UUID | None = Field(None, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="How many rows at most.")


def rows_page(
    rows: QuerySet[Any], order: Sequence[str], paging: Paging, *, kind: str = "", permission: str = ""
) -> dict[str, Any]:
    """A page of rows; with `kind`, the records shown go into the audit.

    Records of units name the `permission` that reads them.
    """
    units = current().units.get(permission, ()) if permission else None
    found = keyset.page(rows, order, str(paging.after or ""), size=paging.limit, units=units)
    if kind:
        seen(kind, found.rows)
    return {"items": found.rows, "next": found.after or None}


def masked(told: dict[str, Any]) -> dict[str, Any]:
    """The same page of records with what the caller may not see hidden."""
    return {**told, "items": mask(told["items"])}


def chosen(**conditions: Any) -> dict[str, Any]:
    """The conditions that were given."""
    return {name: value for name, value in conditions.items() if value is not None}


def problem(
    request: HttpRequest, status: int, detail: str, code: str, errors: list[dict[str, Any]] | None = None
) -> HttpResponse:
    """A refusal as RFC 9457 has it, with the code of the sentence and, per field, what is wrong."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": errors or [],
    }
    return JsonResponse(told, status=status, content_type=PROBLEM)
