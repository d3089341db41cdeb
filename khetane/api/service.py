"""The API as one: its operations, how it refuses, and its OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from khetane import __doc__ as ABOUT
from khetane.access.api_auth import ruled
from khetane.api import forms, groups, people, places, plans, schemes, steps, work
from khetane.api.answers import PROBLEM, Problem, problem
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid, NotAllowed

VERSION = "1.0.0"
NOT_SIGNED_IN = Sentence("not_signed_in", gettext_noop("Send an API token: Authorization: Bearer … ."))
NOT_HERE = Sentence("not_here", gettext_noop("There is nothing at this address that you may read."))
WRONG_VALUES = Sentence(
    "wrong_values", gettext_noop("Some values cannot be read; errors says which and why.")
)
REFUSALS = {
    400: "The request cannot be read.",
    401: "No token, or one that is no good.",
    403: "The caller's roles do not allow this.",
    404: "Not here, or not for the caller: both look the same.",
    409: "The record has changed, or the value cannot stand.",
    422: "Some values cannot be read.",
}


class Api(NinjaAPI):
    """The API, whose document names every answer it gives."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document, with the problems that each operation may answer with."""
        document = super().get_openapi_schema(**kwargs)
        document["components"]["schemas"]["Problem"] = Problem.json_schema()
        answer = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                for status in statuses(path, method):
                    operation["responses"][str(status)] = {"description": REFUSALS[status], **answer}
        return document


def statuses(path: str, method: str) -> list[int]:
    """How an operation may refuse."""
    found = [401, 403, 422]
    if "{" in path:
        found.append(404)
    if method != "get":
        found += [400, 409]
    return sorted(found)


api = Api(
    title="Khetane",
    version=VERSION,
    description=ABOUT or "",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
for part in (places, people, work, plans, groups, schemes, steps, forms):
    api.add_router("", part.router)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 401, gettext(NOT_SIGNED_IN.text), NOT_SIGNED_IN.code)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error.status_code, gettext(error.message), f"http_{error.status_code}")


@api.exception_handler(Http404)
def not_here(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 404, gettext(NOT_HERE.text), NOT_HERE.code)


@api.exception_handler(ValidationError)
def wrong_values(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [{"at": [str(part) for part in one["loc"]], "message": one["msg"]} for one in error.errors]
    return problem(request, 422, gettext(WRONG_VALUES.text), WRONG_VALUES.code, errors)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 403, error.problem.translated(gettext), error.problem.code)


@api.exception_handler(Invalid)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 409, error.problem.translated(gettext), error.problem.code)


urls = ruled(api.urls)
