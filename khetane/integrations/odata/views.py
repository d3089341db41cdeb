"""The addresses of a form's OData service."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from khetane.access import second_step
from khetane.access.tokens import account_of
from khetane.core.problems import Problem
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.routes import sets_own_viewer
from khetane.core.viewer import acting_as, current
from khetane.forms.exports.forms import asked_of, layout_shown, record_export
from khetane.forms.exports.stream import PERMISSION
from khetane.forms.models import FormVersion
from khetane.integrations.odata import problems
from khetane.integrations.odata.asking import options
from khetane.integrations.odata.documents import Reading, document
from khetane.integrations.odata.schema import EntitySet, entity_sets, metadata

VERSION = {"OData-Version": "4.0"}
JSON = "application/json; odata.metadata=minimal; charset=utf-8"
WHY = "a program shows a token, Excel as a password; else the session of whoever is signed in stands"


@sets_own_viewer(WHY)
@require_safe
def service(request: HttpRequest, form_id: UUID) -> HttpResponseBase:
    """The list of the form's tables."""

    def answer(account_id: UUID) -> HttpResponseBase:
        sets = _sets(form_id)
        value = [{"name": one.name, "kind": "EntitySet", "url": one.name} for one in sets]
        return _json({"@odata.context": _metadata_url(request, form_id), "value": value})

    return _as_account(request, answer)


@sets_own_viewer(WHY)
@require_safe
def metadata_document(request: HttpRequest, form_id: UUID) -> HttpResponseBase:
    """What columns the tables have, and of which types."""

    def answer(account_id: UUID) -> HttpResponseBase:
        return HttpResponse(metadata(_sets(form_id)), content_type="application/xml", headers=VERSION)

    return _as_account(request, answer)


@sets_own_viewer(WHY)
@require_safe
def table(request: HttpRequest, form_id: UUID, name: str) -> HttpResponseBase:
    """The rows of one table, streamed; the export is in the log before the first of them is sent."""

    def answer(account_id: UUID) -> HttpResponseBase:
        entity_set = next((one for one in _sets(form_id) if one.name == name), None)
        if entity_set is None:
            return _problem(404, problems.NO_TABLE.about())
        reading = _reading(request, form_id, entity_set)
        record_export(form_id, reading.asked)
        context = f"{_metadata_url(request, form_id)}#{name}"
        return StreamingHttpResponse(
            _streamed(account_id, reading, context, lambda token: _next(request, token)),
            content_type=JSON,
            headers=VERSION,
        )

    return _as_account(request, answer)


def _reading(request: HttpRequest, form_id: UUID, entity_set: EntitySet) -> Reading:
    wanted = options(request.GET, entity_set)
    asked = asked_of(form_id)
    if wanted.where:
        asked = replace(asked, condition=wanted.where.text, parameters=wanted.where.parameters)
    versions = dict(FormVersion.objects.filter(form_id=form_id).values_list("pk", "version"))
    return Reading(entity_set, layout_shown(form_id), asked, versions, wanted)


def _streamed(
    account_id: UUID, reading: Reading, context: str, next_link: Callable[[str], str]
) -> Iterator[bytes]:
    with acting_as(account_id):
        yield from document(reading, context, next_link)


def _as_account(request: HttpRequest, answer: Callable[[UUID], HttpResponseBase]) -> HttpResponseBase:
    account_id = _account(request)
    if account_id is None:
        refused = _problem(401, problems.NO_TOKEN.about())
        refused["WWW-Authenticate"] = 'Basic realm="Khetane", charset="UTF-8"'
        return refused
    try:
        with acting_as(account_id):
            if "Authorization" not in request.headers:
                second_step.check_session(request.user, current())
            current().check(PERMISSION)
            return answer(account_id)
    except NotAllowed as refusal:
        return _problem(403, refusal.problem)
    except Invalid as refusal:
        status = 501 if refusal.problem.code == problems.UNKNOWN_OPTION.code else 400
        return _problem(status, refusal.problem)
    except FormVersion.DoesNotExist:
        return _problem(404, problems.NO_TABLE.about())


def _account(request: HttpRequest) -> UUID | None:
    """Whose token it is, or who is signed in. A token that is no good is not helped by the session."""
    if "Authorization" in request.headers:
        scheme, _, given = request.headers["Authorization"].partition(" ")
        if scheme.lower() == "bearer":
            return account_of(given.strip())
        return account_of(_password(given)) if scheme.lower() == "basic" else None
    found: UUID | None = request.user.pk
    return found


def _password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _sets(form_id: UUID) -> tuple[EntitySet, ...]:
    layout = layout_shown(form_id)
    if not layout.readers:
        raise FormVersion.DoesNotExist
    return entity_sets(layout)


def _next(request: HttpRequest, token: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in ("$skip", "$skiptoken")}
    return request.build_absolute_uri(f"{request.path}?{urlencode({**kept, '$skiptoken': token})}")


def _metadata_url(request: HttpRequest, form_id: UUID) -> str:
    return request.build_absolute_uri(reverse("odata:metadata", args=[form_id]))


def _json(told: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(told, status=status, content_type=JSON, headers=VERSION)


def _problem(status: int, problem: Problem) -> HttpResponse:
    return _json({"error": {"code": problem.code, "message": problem.translated(gettext)}}, status)
