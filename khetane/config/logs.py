"""Logs as JSON lines on the error output, without personal data.

Two rules keep it out. Of an exception only its kind and the lines of code are told: its message may quote
what was typed. Of a library's message only its fixed words are told: its arguments may be addresses,
queries and names. Our own messages are fixed words with named values, which are ids and counts.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from http import HTTPStatus
from types import TracebackType
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

OURS = "khetane"
_PHRASES = {one.value: one.phrase for one in HTTPStatus}
# Addresses that are a secret: of a device, of an invitation, of a referral's sealed page, and of a calendar's feed.
_SECRET_PATH = re.compile(r"/(key|invitation|referred|copy|calendar)/[^/\s\"']+")
# Words of which nothing is left without their arguments: "%s: %s".
_ONLY_PLACES = re.compile(r"(?:%(?:\(\w+\))?[-#0 +\d.]*[a-zA-Z]|[\W_])*")
_NOW = structlog.processors.TimeStamper(fmt="iso", utc=True)
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: int = logging.INFO) -> None:
    """Send every logger of the process to the error output; safe to repeat."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            pass_foreign_args=True,
            foreign_pre_chain=[fixed_words],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=type_only),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)
    structlog.configure(
        processors=[told_by, where_it_broke, structlog.processors.JSONRenderer(serializer=as_json)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=Writer,
        cache_logger_on_first_use=True,
    )


class Writer(structlog.WriteLogger):
    """Writes the lines of one of our loggers itself: the standard library's logging costs thrice as much a request."""

    def __init__(self, name: str = "") -> None:
        super().__init__(sys.stderr)
        self.name = name


def as_json(event: EventDict, **options: Any) -> str:
    """One line."""
    return orjson.dumps(event, default=type_only).decode()


def told_by(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Add when, how grave and who says it."""
    return {**told_when(event), "level": method, "logger": getattr(logger, "name", "")}


def where_it_broke(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and the lines of code it came through."""
    said = event.pop("exc_info", None)
    if said is True:
        said = sys.exc_info()
    if isinstance(said, BaseException):
        said = (type(said), said, said.__traceback__)
    if said and said[0] is not None:
        event.update(told_of(said))
    return event


def told_of(exception: ExcInfo) -> dict[str, Any]:
    """`broke`: the kinds of the exception and of those behind it; `at`: the lines of code, innermost last."""
    kinds: list[str] = []
    one: BaseException | None = exception[1]
    while one is not None and len(kinds) < 5:
        kinds.append(of_class(one))
        one = one.__cause__ or one.__context__
    lines = traceback.extract_tb(exception[2])
    return {"broke": kinds, "at": [f"{line.filename}:{line.lineno} {line.name}" for line in lines[-12:]]}


def of_class(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def fixed_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """A message of the standard library's logging: its fixed words, its logger, the kind of its exception."""
    record: logging.LogRecord = event["_record"]
    template = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    # Without arguments the message was put together before, by a library that we cannot look into.
    known = bool(event.get("positional_args")) or record.name.startswith(OURS)
    known = known and not _ONLY_PLACES.fullmatch(template)
    said: EventDict = {
        "event": _SECRET_PATH.sub(r"/\1/…", template) if known else "a library's message",
        "level": record.levelname.lower(),
        "logger": record.name,
        "at_line": f"{record.module}:{record.lineno}",
        "_record": record,
        "_from_structlog": event.get("_from_structlog", False),
    }
    status = getattr(record, "status_code", None)
    if isinstance(status, int):
        said.update(told_of_answer(record, status))
    if record.exc_info and record.exc_info[0] is not None:
        said.update(told_of(record.exc_info))
    elif kinds := [
        of_class(one) for one in event.get("positional_args") or () if isinstance(one, BaseException)
    ]:
        said["broke"] = kinds
    return told_when(said)


def told_of_answer(record: logging.LogRecord, status: int) -> dict[str, Any]:
    """Which answer Django speaks of: its status in words, and the route; never the address, which was typed."""
    told: dict[str, Any] = {"status": status}
    if status in _PHRASES:
        told["event"] = _PHRASES[status]
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    if match is not None:
        told |= {"method": request.method, "route": match.route}  # type: ignore[union-attr]  # a request then
    return told


def told_when(event: EventDict) -> EventDict:
    """Add the time."""
    return _NOW(None, "", event)


def type_only(value: object) -> str:
    """What cannot be written as JSON is told by its kind: its text may hold anything."""
    return f"<{type(value).__name__}>"
