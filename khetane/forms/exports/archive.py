"""A form's submissions as CSV files in one ZIP archive, written while it is sent.

The columns around the answers are those ODK tools write: SubmissionDate first, KEY and PARENT_KEY to
join repeats, then what the system knows of the submission.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from isal import isal_zlib

from khetane.core.csvsafe import STARTS_FORMULA, safe_row, safe_text
from khetane.forms.exports.quick import MAIN, Line
from khetane.forms.exports.spool import Spool
from khetane.forms.exports.stream import Arrived, Asked, arrived
from khetane.forms.exports.tables import Layout, Table
from khetane.forms.wording import Wording

BEFORE = ("SubmissionDate", "SaidAt")
AFTER = (
    "KEY",
    "Unit",
    "SubmitterID",
    "DeviceID",
    "AttachmentsPresent",
    "ReviewState",
    "FormVersion",
    "OtherAnswers",
)
REPEAT_AFTER = ("PARENT_KEY", "KEY", "OtherAnswers")
PIECE = 128 * 1024
COMPRESSION = 2  # of 0 to 3; see docs/adr/0400
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for another encoding
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
# An answer of a record written the usual way begins right after its tag; any other way (a reference, CDATA) is
# not looked at here and always guarded. The full-width signs all begin with the byte EF.
MAY_HOLD_FORMULA = re.compile(rb">[=+@\-\t\r\n\xef]")


@dataclass(frozen=True, slots=True)
class Export:
    """What goes into the archive. With `wording`, questions and choices in words instead of codes."""

    name: str
    layout: Layout
    asked: Asked
    versions: Mapping[object, str]
    wording: Wording | None = None


def archive(export: Export) -> Iterator[bytes]:
    """The archive in pieces: the form's own file while submissions are read, then one per repeat.

    Within the viewer's transaction, which must stay open meanwhile.
    """
    sink = _Sink()
    with ExitStack() as stack:
        spools = {table.path: stack.enter_context(Spool()) for table in export.layout.tables[1:]}
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:  # type: ignore[call-overload]  # writes only
            for name, pieces in _files(export, spools):
                with packed.open(_entry(name), "w", force_zip64=True) as entry:
                    # No public way to it; a zipfile that keeps its compressor elsewhere packs with its own, which is slower.
                    entry._compressor = _compressor()
                    for piece in pieces:
                        entry.write(piece)
                        if sink.size > PIECE:
                            yield sink.taken()
        yield sink.taken()


def _compressor() -> isal_zlib.Compress:
    return isal_zlib.compressobj(COMPRESSION, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)


def _files(export: Export, spools: Mapping[str, Spool]) -> Iterator[tuple[str, Iterator[bytes]]]:
    stem = file_name(export.name)
    yield f"{stem}.csv", _main(export, spools)
    for path, spool in spools.items():
        yield f"{stem}-{file_name(path)}.csv", spool.read()


def _main(export: Export, spools: Mapping[str, Spool]) -> Iterator[bytes]:
    """The main file's bytes; the repeats' go to their spools on the way."""
    sheets = {table.path: _Sheet(table, export) for table in export.layout.tables}
    main, repeats = sheets[MAIN], [(sheets[path], spool) for path, spool in spools.items()]
    for submission in arrived(export.asked):
        content = submission.content
        lines, usual = export.layout.readers[submission.form_version_id].read(content, submission.key)
        doubtful = not usual or MAY_HOLD_FORMULA.search(content) is not None
        for line in lines:
            sheets[line.path].add(line, submission, doubtful=doubtful)
        for sheet, spool in repeats:
            if sheet.size > PIECE:
                spool.write(sheet.taken())
        if main.size > PIECE:
            yield main.taken()
    for sheet, spool in repeats:
        spool.write(sheet.taken())
    yield main.taken()


class _Sheet:
    """The lines of one CSV file until they are taken."""

    def __init__(self, table: Table, export: Export) -> None:
        self._parts: list[str] = []
        self._versions = {pk: safe_text(name) for pk, name in export.versions.items()}
        self._main = table.path == MAIN
        self._labels = _labels(table, export)
        header = written([str(name) for name in safe_row(_header(table, export))])
        self._parts.append(BYTE_ORDER_MARK + header)
        self.size = len(header)

    def taken(self) -> bytes:
        """What was written since it was taken last."""
        data = "".join(self._parts).encode()
        self._parts.clear()
        self.size = 0
        return data

    def add(self, line: Line, submission: Arrived, *, doubtful: bool) -> None:
        _, key, parent_key, cells, unknown = line
        if doubtful or unknown or self._labels or key[:1] in STARTS_FORMULA:
            cells = self._safe(cells)
            key, parent_key = safe_text(key), safe_text(parent_key or "")
        other = json.dumps(unknown, ensure_ascii=False) if unknown else ""
        if self._main:
            text = written(
                (
                    moment(submission.received_at), moment(submission.said_at), *cells, key,
                    safe_text(submission.unit), submission.account, submission.device or "",
                    str(submission.attachments), submission.state, self._versions[submission.form_version_id],
                    other,
                )
            )  # fmt: skip
        else:
            text = written((*cells, parent_key or "", key, other))
        self._parts.append(text)
        self.size += len(text)

    def _safe(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """The cells in words where there are words, and none of them a formula."""
        if not self._labels:
            return tuple([safe_text(text) for text in cells])
        pairs = zip(self._labels, cells, strict=True)
        return tuple([safe_text(label(text) if label and text else text) for label, text in pairs])


def written(cells: Sequence[str]) -> str:
    """One line of a CSV file as Python's own writer writes it, which is asked where a cell needs quotes."""
    text = ",".join(cells)
    if '"' in text or "\n" in text or "\r" in text or text.count(",") != len(cells) - 1:
        quoted = io.StringIO(newline="")
        csv.writer(quoted).writerow(cells)
        return quoted.getvalue()
    return text + "\r\n"


def _header(table: Table, export: Export) -> Iterable[str]:
    words = export.wording
    columns = [words.question(path) for path in _paths(table, words)] if words else table.columns
    return (*BEFORE, *columns, *AFTER) if table.path == MAIN else (*columns, *REPEAT_AFTER)


def _labels(table: Table, export: Export) -> list[Callable[[str], str] | None]:
    words = export.wording
    if words is None:
        return []
    paths = _paths(table, words)
    return [_in_words(words, path) if words.choices(path) else None for path in paths]


def _in_words(words: Wording, path: str) -> Callable[[str], str]:
    return lambda text: words.answer(path, text)


def _paths(table: Table, words: Wording) -> list[str]:
    """Where the columns stand in the version whose words are used."""
    start = "/".join(filter(None, (words.root, table.path)))
    return [f"{start}/{column}" for column in table.columns]


def moment(value: datetime | None) -> str:
    """A moment as ODK tools write it: UTC with milliseconds."""
    if value is None:
        return ""
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def file_name(text: str) -> str:
    """Letters, digits and little else: a path or form id as part of a file's name."""
    return _NOT_IN_NAMES.sub("-", text).strip("-.") or "form"


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, datetime.now().timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


@dataclass(slots=True)
class _Sink:
    """Where the archive is written to; what was written is taken away and sent."""

    _parts: list[bytes] = field(default_factory=list)
    size: int = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits: `taken` gives what there is."""

    def taken(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        self.size = 0
        return data
