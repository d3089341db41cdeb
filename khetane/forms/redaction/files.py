"""Files of a form without an erased person: lists are redacted, what cannot be is given up. Pure: bytes in, bytes out."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from khetane.forms.redaction.columns import is_value
from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.neutral import NEUTRAL, Neutral
from khetane.forms.redaction.rows import her_line, is_hers, others_line
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.reading import local, read_tree
from khetane.forms.xml.xform import LIMITS

# What they show is for nobody but people; who is named by the name of the file is found without opening it.
SEEN_OR_HEARD = frozenset(
    {"jpg", "jpeg", "png", "gif", "webp", "bmp", "mp3", "m4a", "wav", "ogg", "amr", "mp4", "3gp", "webm"}
)
_DELIMITERS = ",;\t|"
_XML_PARTS = (".xml", ".rels", ".vml")
_STRINGS = frozenset({"si", "is", "comment", "p"})
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_COMPRESSED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # as workbooks are, and in small steps
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError,
    ArithmeticError, EOFError, LookupError, OSError, RuntimeError, ValueError,
)  # fmt: skip
_PRINTED = re.compile(r"[^\x00-\x1f]{2,}")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns by which a form shows the lines of a file, and those that hold what is answered."""

    called: Collection[str] = ()
    values: Collection[str] = ()


def redact_file(name: str, content: bytes, neutral: Neutral, word: str, columns: Columns) -> bytes | None:
    """The file without her; None where it names her and cannot be redacted. The same bytes where it does not name her."""
    kind = name.rpartition(".")[2].lower()
    try:
        if kind == "csv":
            return _redact_csv(content, neutral, word, columns)
        if kind in ("geojson", "json"):
            return _redact_json(content, neutral, word, columns)
        if kind == "xml":
            return _redact_xml(content, neutral, word, columns)
    except (csv.Error, ValueError, RecursionError, Unreadable):
        pass  # it is not what its name says: looked through like any other file
    unread = kind in SEEN_OR_HEARD or not names_in_file(content, neutral.whom)
    return content if unread else None


def holds_neutral(content: bytes) -> bool:
    """Whether a list offers a neutral value."""
    return bool(NEUTRAL.search(content.decode(errors="replace")))


def _redact_csv(content: bytes, neutral: Neutral, word: str, columns: Columns) -> bytes:
    text, marked = _decoded(content), content.startswith(b"\xef\xbb\xbf")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = rows[0] if rows else []
    plain = [_line(list(_cells(header, row)), neutral, word, columns) for row in rows[1:]]
    title = [neutral.identifier(cell) for cell in header]
    if [title, *plain] == rows:
        return content
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(
        [title, *plain]
    )
    return (b"\xef\xbb\xbf" if marked else b"") + out.getvalue().encode()


def _cells(header: list[str], row: list[str]) -> Iterator[tuple[str, str]]:
    for at, text in enumerate(row):
        yield header[at] if at < len(header) else "", text


def _line(cells: list[tuple[str, str]], neutral: Neutral, word: str, columns: Columns) -> list[str]:
    """The first two cells are value and label where no column is called so."""
    named = [column for column, _ in cells]
    values = {*columns.values} or (set() if any(map(is_value, named)) else {*named[:1]})
    if is_hers(cells, neutral, {*columns.called, *named[:2]}):
        return her_line(cells, neutral, word, columns.called, values)
    return others_line(cells, neutral, word, values)


def _redact_json(content: bytes, neutral: Neutral, word: str, columns: Columns) -> bytes:
    said = json.loads(content)
    plain = _json(said, neutral, word, columns)
    return content if plain == said else json.dumps(plain, ensure_ascii=False).encode()


def _json(value: Any, neutral: Neutral, word: str, columns: Columns) -> Any:
    """Each object is a line, but for a whole map: its texts are the cells. Of hers, the place on the map goes, too."""
    if isinstance(value, list):
        return [_json(one, neutral, word, columns) for one in value]
    if not isinstance(value, dict):
        return neutral.whom.covered(value, word) if isinstance(value, str) else value
    properties = value.get("properties")
    lines = properties if isinstance(properties, dict) else value
    cells = [(str(key), text) for key, text in lines.items() if isinstance(text, str)]
    hers = not isinstance(value.get("features"), list) and is_hers(cells, neutral, columns.called)
    plain = (
        her_line(cells, neutral, word, columns.called, columns.values)
        if hers
        else others_line(cells, neutral, word, columns.values)
    )
    kept: dict[str, Any] = {key: text for (key, _), text in zip(cells, plain, strict=True)}
    if hers:
        line = {
            key: kept[key] if key in kept else _left(key, one, neutral, columns) for key, one in lines.items()
        }
        if lines is value:
            return line
        ids = {"id": _left("id", value["id"], neutral, columns)} if "id" in value else {}
        return {"type": value.get("type"), **ids, "geometry": None, "properties": line}
    return {
        key: kept[key] if lines is value and key in kept else _json(one, neutral, word, columns)
        for key, one in value.items()
    }


def _left(key: str, said: Any, neutral: Neutral, columns: Columns) -> Any:
    """What is left of her line besides its texts: a value, which may be a number."""
    if not (is_value(key) or key in columns.values) or not isinstance(said, str | int | float):
        return None
    plain = neutral.code(str(said))
    return said if plain == str(said) else plain


def _redact_xml(content: bytes, neutral: Neutral, word: str, columns: Columns) -> bytes:
    root = read_tree(content, LIMITS)
    before = etree.tostring(root)
    for item in root:
        cells = [(local(part.tag), part.text or "") for part in item]
        for part, text in zip(item, _line(cells, neutral, word, columns), strict=True):
            if not len(part):
                part.text = text or None
    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(key, neutral.expression(str(value), word))
        element.text = neutral.whom.covered(element.text, word) if element.text else element.text
    unsaid = not neutral.whom.names_her(_decoded(content)) if before == etree.tostring(root) else False
    return content if unsaid else etree.tostring(root, encoding="utf-8", xml_declaration=True)


def names_in_file(content: bytes, whom: FullNames) -> bool:
    """Whether anything in a workbook or any other file names her: then nobody can cut her out of it safely."""
    if content.startswith(_ARCHIVE):
        try:
            return _in_archive(content, whom)
        except _DAMAGED:
            return True  # nobody can tell
    return any(_in_lines(_PRINTED.findall(text), whom) for text in _decodings(content))


def _in_archive(content: bytes, whom: FullNames) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(whom.names_her(part) for part in archive.namelist()):
            return True
        parts = [part for part in archive.infolist() if part.filename.lower().endswith(_XML_PARTS)]
        if sum(part.file_size for part in parts) > LIMITS.bytes:
            return True  # more than is read of any form
        if any(part.compress_type not in _COMPRESSED for part in parts):
            return True
        return any(_in_lines(list(_strings(archive.read(part))), whom) for part in parts)


def _strings(part: bytes) -> Iterator[str]:
    """The texts of a part of a workbook; one that is written in several pieces is one."""
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for element in root.iter(etree.Element):
        yield from map(str, element.attrib.values())
        if local(element.tag) in _STRINGS:
            yield "".join(map(str, element.itertext("{*}t", "t")))
        elif element.text:
            yield element.text


def _in_lines(lines: list[str], whom: FullNames) -> bool:
    """Whether one of them names her, or her given name stands in one and her family name in another."""
    if any(whom.names_her(line) for line in lines):
        return True
    return any(whom.given_alone(line) for line in lines) and any(whom.family_alone(line) for line in lines)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250", errors="replace")


def _decodings(content: bytes) -> Iterator[str]:
    """What text there may be in a binary file; a workbook of old has its words in both."""
    try:
        yield content.decode("utf-8")
        return
    except UnicodeDecodeError:
        pass
    yield content.decode("latin-1")
    for offset in (0, 1):
        yield content[offset:].decode("utf-16-le", errors="replace")
