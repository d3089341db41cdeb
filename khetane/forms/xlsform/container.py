"""What a file is, by its content and not by its name, and whether it is safe to unpack."""

from __future__ import annotations

import io
import zipfile
from enum import Enum

from khetane.core.problems import gettext_noop
from khetane.forms.xlsform import problems
from khetane.forms.xlsform.limits import ConversionLimits
from khetane.forms.xlsform.problems import nowhere
from khetane.forms.xlsform.results import NotAForm

_ = gettext_noop
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class Kind(Enum):
    XLSX = _("an .xlsx workbook")
    XLS = _("an .xls workbook")
    XFORM = _("an XForm")


_SUFFIXES = {Kind.XLSX: (".xlsx", ".xlsm"), Kind.XLS: (".xls",), Kind.XFORM: (".xml", ".xhtml")}


def identify(data: bytes, filename: str, limits: ConversionLimits) -> Kind:
    """The kind of form in `data`. Raises NotAForm for anything else, and for unsafe archives."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK"):
        _check_archive(data, filename, limits)
        return Kind.XLSX
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED_PACKAGE in data:
            raise NotAForm(nowhere(problems.PASSWORD.about(filename=filename)))
        return Kind.XLS
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):  # a bare BIFF stream, from before OLE
        return Kind.XLS
    if start.startswith(b"<"):
        return _markup(data, filename)
    raise _not_a_form(filename, _("a PDF") if start.startswith(b"%PDF") else _("text or something unknown"))


def is_named_otherwise(kind: Kind, filename: str) -> bool:
    return "." in filename and not filename.lower().endswith(_SUFFIXES[kind])


def _markup(data: bytes, filename: str) -> Kind:
    head = data[:4096].lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"xforms" not in head:
        raise _not_a_form(filename, _("an XML table of Excel 2003"))
    if b"xforms" not in head and (b"<html" in head or b"<table" in head):
        raise _not_a_form(filename, _("a web page"))
    return Kind.XFORM


def _check_archive(data: bytes, filename: str, limits: ConversionLimits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise NotAForm(nowhere(problems.DAMAGED.about(filename=filename))) from error
    if len(parts) > limits.parts:
        raise NotAForm(nowhere(problems.TOO_MANY_PARTS.about(count=len(parts), limit=limits.parts)))
    size = sum(part.file_size for part in parts)
    if size > limits.unpacked:
        raise NotAForm(nowhere(problems.UNPACKS_TOO_LARGE.about(size=size, limit=limits.unpacked)))
    if size > limits.ratio_from and size > limits.ratio * len(data):
        ratio = size // len(data)
        raise NotAForm(nowhere(problems.PACKED_TOO_TIGHT.about(ratio=ratio, limit=limits.ratio)))
    _check_is_workbook({part.filename for part in parts}, filename)


def _check_is_workbook(names: set[str], filename: str) -> None:
    if "xl/workbook.bin" in names:
        raise _not_a_form(filename, _("a binary workbook (.xlsb)"))
    if "mimetype" in names:
        raise _not_a_form(filename, _("an OpenDocument file"))
    if "word/document.xml" in names:
        raise _not_a_form(filename, _("a Word document"))
    if "[Content_Types].xml" not in names:
        raise _not_a_form(filename, _("an archive"))


def _not_a_form(filename: str, what: str) -> NotAForm:
    return NotAForm(nowhere(problems.NOT_A_FORM.about(filename=filename, what=what)))
