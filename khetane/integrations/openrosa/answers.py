"""Answers in the words of OpenRosa: the envelope, the headers, the sentence in the device's language."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import get_supported_language_variant, gettext
from django.utils.translation.trans_real import parse_accept_lang_header

from khetane.core.problems import Problem
from khetane.forms.reasons import Words
from khetane.integrations.openrosa.bodies import MAX_BODY

XML = "text/xml; charset=utf-8"
# A form and its files are their author's words. A browser that opens their address shows them in a world of their own:
# no script runs, nothing is loaded, no session of Khetane is there.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
SUCCESS, ERROR = "submit_success", "submit_error"
_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?><OpenRosaResponse xmlns="http://openrosa.org/http/response">'
    '<message nature="{nature}">{text}</message></OpenRosaResponse>'
)


def message(
    request: HttpRequest, status: int, said: Problem, reasons: Sequence[Problem] = ()
) -> HttpResponse:
    """An answer of a sentence, and of those that say why a record waits."""
    language = language_of(request)
    response = xml(envelope(said, reasons, language, SUCCESS if status < 300 else ERROR), status)
    response["Content-Language"] = language
    return response


def envelope(said: Problem, reasons: Sequence[Problem], language: str, nature: str) -> str:
    """The sentences, in a language we have, as an OpenRosaResponse; each once."""
    if language == settings.LANGUAGE_CODE and not reasons:
        text = said.message
    else:
        with translation.override(language):
            text = " ".join(dict.fromkeys([said.translated(gettext), *map(Words.said, reasons)]))
    return _ENVELOPE.format(nature=nature, text=escape(text))


def xml(text: str, status: int = 200) -> HttpResponse:
    """An XML document with the headers every OpenRosa answer has."""
    return with_headers(HttpResponse(text, content_type=XML, status=status))


def as_file(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    """What somebody else wrote: a browser saves it instead of opening it; a device takes it as it is."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return with_headers(response)


def harmless(content_type: str) -> str:
    """The kind of a form's file as it is told: a browser could run the others (pages, scripts, drawings with scripts)."""
    seen = content_type.startswith(("image/", "audio/", "video/")) and "xml" not in content_type
    return content_type if seen or content_type == "text/csv" else "application/octet-stream"


def with_headers(response: HttpResponse) -> HttpResponse:
    """Add what OpenRosa asks of every answer. Nothing of it is cached, and its address is never logged."""
    response["X-OpenRosa-Version"] = "1.0"
    response["Date"] = http_date()
    response["Cache-Control"] = "no-store"
    response["X-OpenRosa-Accept-Content-Length"] = str(MAX_BODY)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    # Django would log the address of a refusal, in which the device's secret stands.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark, without a public name
    return response


def language_of(request: HttpRequest) -> str:
    """The first of the device's languages that we have."""
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    if not header or header.startswith("en"):
        return settings.LANGUAGE_CODE
    for code, _weight in parse_accept_lang_header(header.lower()):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
