"""What a device asks for under its own address, `/key/<token>/…`.

Each view finds the device by its token before it reads anything of the request, and works as its account.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID
from xml.sax.saxutils import quoteattr

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from khetane.access.tokens import (
    DeviceIdentity,
    device_of,
    forget,
    heard_of,
    noted_lately,
    remembered_device_of,
)
from khetane.core import audit
from khetane.core.problems import Problem, Sentence, gettext_noop
from khetane.core.refusals import NotAllowed
from khetane.core.routes import sets_own_viewer
from khetane.core.viewer import acting_as
from khetane.forms import catalogue, names
from khetane.forms.models import FormContent, FormMedia, FormVersion
from khetane.forms.receiving import SEND, DeviceChanged, receive
from khetane.forms.uploads import Answer
from khetane.integrations.openrosa import answers, documents, uploads
from khetane.integrations.openrosa.bodies import Crowded, TooLarge
from khetane.integrations.openrosa.lists import EntityList, Wanted, entity_list, still_there
from khetane.integrations.openrosa.multipart import BadUpload
from khetane.web.names import form_title

# The database is away, as Django says it and as statements at libpq's level do.
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
logger = logging.getLogger(__name__)
P = ParamSpec("P")
View = Callable[..., HttpResponse]

_ = gettext_noop
UNKNOWN_TOKEN = Sentence(
    "device-01", _("This address belongs to no device. Scan the QR code that your coordinator gives you.")
)
REFUSED = Sentence("device-02", _("This device was reported stolen and is refused. Ask your coordinator."))
RETIRED = Sentence(
    "device-03",
    _("This device is retired: it may send what it holds, and gets nothing. Ask your coordinator."),
)
NOT_FOUND = Sentence(
    "device-04", _("There is nothing at this address. Refresh the list of forms on the device.")
)
ONLY = Sentence("device-05", _("This address does not take the method {method}."))
FAILED = Sentence(
    "device-06",
    _("The server could not deal with this, and stored nothing of it. Send it again in a minute."),
)


def for_devices(
    *methods: str, pulls: bool = True, remembers: bool = False
) -> Callable[[Callable[Concatenate[HttpRequest, DeviceIdentity, P], HttpResponse]], View]:
    """A view for whoever presents a device's token: 401 without one, 403 for a stolen or retired device.

    A POST to one that `remembers` is given the device as this process last saw it; it raises DeviceChanged where
    the device may not send any more. Before it is told of anything else that is wrong, the device is looked up.
    """

    def decorate(view: Callable[Concatenate[HttpRequest, DeviceIdentity, P], HttpResponse]) -> View:
        @csrf_exempt
        @sets_own_viewer("a device's token in the address says who calls")
        @wraps(view)
        def entered(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                wrong = _say(request, 405, ONLY.about(method=request.method or ""))
                wrong["Allow"] = ", ".join(methods)
                return wrong
            if "\0" in request.path:  # no name of ours holds one, and PostgreSQL takes none
                return _say(request, 404, NOT_FOUND.about())
            try:
                remembering = remembers and request.method == "POST"
                device = remembered_device_of(token) if remembering else device_of(token)
                refusal = _refusal(request, device, pulls=pulls)
                if refusal is not None or device is None:
                    return refusal or _say(request, 401, UNKNOWN_TOKEN.about())
                answer = view(request, device, *args, **kwargs)
                if answer.status_code < 400 or not device.remembered:
                    return answer
                return _refused_now(request, token, pulls=pulls) or answer
            except DeviceChanged:
                return _refused_now(request, token, pulls=pulls) or _say(request, 503, FAILED.about())
            except NotAllowed as refused:
                return _say(request, 403, refused.problem)
            except Exception as error:  # the answer must be OpenRosa's, and the log must not hold the token
                return _failed(request, error)

        return entered

    return decorate


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """500, or while the database is away 503, upon which a device waits and sends again."""
    logger.error("A device's request failed: %s", type(error).__name__, exc_info=error)
    if not isinstance(error, AWAY):
        return _say(request, 500, FAILED.about())
    response = _say(request, 503, FAILED.about())
    response["Retry-After"] = "60"
    return response


def _refusal(request: HttpRequest, device: DeviceIdentity | None, *, pulls: bool) -> HttpResponse | None:
    if device is None:
        response = _say(request, 401, UNKNOWN_TOKEN.about())
        response["WWW-Authenticate"] = 'Device realm="Khetane"'
        return response
    if not device.may_send:
        return _say(request, 403, REFUSED.about())
    if pulls and not device.may_pull:
        return _say(request, 403, RETIRED.about())
    return None


def _refused_now(request: HttpRequest, token: str, *, pulls: bool) -> HttpResponse | None:
    """The refusal of a device that was remembered, by what it is now."""
    forget(token)
    return _refusal(request, device_of(token), pulls=pulls)


def _say(request: HttpRequest, status: int, said: Problem) -> HttpResponse:
    return answers.message(request, status, said)


@for_devices("HEAD", "POST", pulls=False, remembers=True)
def submission(request: HttpRequest, device: DeviceIdentity) -> HttpResponse:
    """HEAD: where to post, and how much at once. POST: one record, or files of one."""
    if not noted_lately(device):
        with acting_as(device.account_id, device_id=device.id):
            heard_of(device)
    if request.method == "HEAD":
        response = answers.with_headers(HttpResponse(status=204))
        response["Location"] = _url(request, request.path)
        return response
    try:
        with uploads.upload(request.META) as sent:
            return _answered(request, receive(device, sent))
    except BadUpload as refused:
        return _say(request, 400, refused.problem)
    except TooLarge as refused:
        return _say(request, 413, refused.problem)
    except Crowded as refused:
        response = _say(request, 503, refused.problem)
        response["Retry-After"] = "60"
        return response


def _answered(request: HttpRequest, answer: Answer) -> HttpResponse:
    response = answers.message(request, int(answer.status), answer.said, answer.reasons)
    if answer.status in (201, 202):
        response["Location"] = _url(request, request.path)
    return response


@for_devices("GET", "HEAD")
def form_list(request: HttpRequest, device: DeviceIdentity) -> HttpResponse:
    """The open forms of the owner's mandates (OpenRosa Form List API)."""
    asked = request.GET.get("formID", "")
    every = request.GET.get("listAllVersions", "").lower() == "true"
    with acting_as(device.account_id, device_id=device.id) as viewer:
        heard_of(device)
        viewer.check(SEND, device.unit_id)
        mandates = viewer.mandates.get(device.unit_id, frozenset())
        versions = [
            version
            for version in _offered(device, asked, all_versions=every)
            if not version.mandate or version.mandate in mandates
        ]
        with translation.override(answers.language_of(request)):
            listed = [_listed(request, version) for version in versions]
    return answers.xml(documents.form_list(listed))


def _offered(device: DeviceIdentity, asked: str, *, all_versions: bool) -> Iterable[FormVersion]:
    """The open versions; none under a form id that no form can have."""
    return () if "\0" in asked else catalogue.offered(device.unit_id, asked, all_versions=all_versions)


def _listed(request: HttpRequest, version: FormVersion) -> documents.ListedForm:
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    described = catalogue.described(version.pk)
    has_files = described.needs or described.media or version.media.exists()
    return documents.ListedForm(
        form_id=version.form.form_id,
        version=version.version,
        name=form_title(version),
        md5=version.xform_md5,
        download_url=_url(request, reverse("openrosa:form", args=[token, version.pk])),
        manifest_url=_url(request, reverse("openrosa:manifest", args=[token, version.pk]))
        if has_files
        else "",
    )


@for_devices("GET", "HEAD")
def form(request: HttpRequest, device: DeviceIdentity, version_id: UUID) -> HttpResponse:
    """The XForm of a version."""
    with acting_as(device.account_id, device_id=device.id) as viewer:
        viewer.check(SEND, device.unit_id)
        found = (
            FormContent.objects.filter(pk=version_id).values_list("xform", "version__form__form_id").first()
        )
    if found is None:
        return _say(request, 404, NOT_FOUND.about())
    return answers.as_file(found[0], answers.XML, f"{found[1]}.xml")


@for_devices("GET", "HEAD")
def manifest(request: HttpRequest, device: DeviceIdentity, version_id: UUID) -> HttpResponse:
    """The files a version needs: its media, and the entity lists it looks up."""
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    with acting_as(device.account_id, device_id=device.id) as viewer:
        viewer.check(SEND, device.unit_id)
        version = FormVersion.objects.filter(content=version_id).defer("compiled").first()
        if version is None:
            return _say(request, 404, NOT_FOUND.about())
        files = {
            name: documents.ListedFile(
                name, md5, _url(request, reverse("openrosa:media", args=[token, version_id, name]))
            )
            for name, md5 in version.media.order_by("name").values_list("name", "md5")
        }
        for need in catalogue.described(version_id).needs:
            dataset = need.filename.removesuffix(".csv")
            if need.filename in files or dataset == need.filename:
                continue
            found = _list_of(request, device, dataset)
            if found is not None:
                files[need.filename] = documents.ListedFile(
                    need.filename,
                    hashlib.md5(found.csv(), usedforsecurity=False).hexdigest(),
                    _url(request, reverse("openrosa:list", args=[token, dataset])),
                    _url(request, reverse("openrosa:integrity", args=[token, dataset])),
                )
    return answers.xml(documents.manifest(files.values()))


@for_devices("GET", "HEAD")
def media(request: HttpRequest, device: DeviceIdentity, version_id: UUID, name: str) -> HttpResponse:
    """One media file of a version."""
    with acting_as(device.account_id, device_id=device.id) as viewer:
        viewer.check(SEND, device.unit_id)
        found = FormMedia.objects.filter(version=version_id, name=name).first()
    if found is None:
        return _say(request, 404, NOT_FOUND.about())
    return answers.as_file(bytes(found.content), answers.harmless(found.content_type), found.name)


@for_devices("GET", "HEAD")
def listed(request: HttpRequest, device: DeviceIdentity, dataset: str) -> HttpResponse:
    """An entity list; who read it, and which records, is on record before it is sent."""
    with acting_as(device.account_id, device_id=device.id) as viewer:
        viewer.check(SEND, device.unit_id)
        found = _list_of(request, device, dataset)
        if found is None:
            return _say(request, 404, NOT_FOUND.about())
        audit.read(dataset, [row.id for row in found.rows], unit_id=device.unit_id)
        content = found.csv()
    return answers.as_file(content, "text/csv; charset=utf-8", f"{dataset}.csv")


@for_devices("GET", "HEAD")
def integrity(request: HttpRequest, device: DeviceIdentity, dataset: str) -> HttpResponse:
    """Which of the asked records are no longer in the list (`?id=` with ids between commas)."""
    asked = [text for text in request.GET.get("id", "").split(",") if text]
    ids = {text: _uuid(text) for text in asked}
    with acting_as(device.account_id, device_id=device.id) as viewer:
        viewer.check(SEND, device.unit_id)
        there = still_there(dataset, filter(None, ids.values()), _wanted(device))
    told = "".join(
        f"<entity id={quoteattr(text)}><deleted>{'false' if ids[text] in there else 'true'}</deleted></entity>"
        for text in asked
    )
    return answers.xml(f'<?xml version="1.0" encoding="UTF-8"?><data><entities>{told}</entities></data>')


@for_devices("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", pulls=False)
def nothing(request: HttpRequest, device: DeviceIdentity, rest: str) -> HttpResponse:
    """Any other address below a device's."""
    return _say(request, 404, NOT_FOUND.about())


def _list_of(request: HttpRequest, device: DeviceIdentity, dataset: str) -> EntityList | None:
    """A list in the device's language: what the manifest says of it holds for what is sent."""
    with translation.override(answers.language_of(request)):
        return entity_list(dataset, _wanted(device))


def _wanted(device: DeviceIdentity) -> Wanted:
    return Wanted(device.unit_id, names.allowed(device.unit_id))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:  # a device asks about what it made up itself: we do not have it
        return None


def _url(request: HttpRequest, path: str) -> str:
    public: str = settings.ENVIRONMENT.public_url
    return public + path if public else request.build_absolute_uri(path)
