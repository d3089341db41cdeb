"""What a file is, and sentences for what it is not."""

from __future__ import annotations

import io
import zipfile

import pytest

from khetane.forms.xlsform.container import Kind, identify
from khetane.forms.xlsform.limits import DEFAULT_LIMITS
from khetane.forms.xlsform.results import NotAForm
from tests.workbooks import form, xls, xlsx

FORM = form([("type", "name", "label"), ("text", "a", "A")])
XFORM = b'\xef\xbb\xbf<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms"/>'


def archive(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writer:
        for name, text in parts.items():
            writer.writestr(name.replace("__", "/"), text)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"), [(xlsx(FORM), Kind.XLSX), (xls(FORM), Kind.XLS), (XFORM, Kind.XFORM)]
)
@pytest.mark.parametrize("filename", ["a.xlsx", "a.xls", "a.xml", "a"])
def test_content_counts_and_not_the_name(data: bytes, kind: Kind, filename: str) -> None:
    assert identify(data, filename, DEFAULT_LIMITS) is kind


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"type,name,label\ntext,a,A\n", "form-03", "text or something unknown"),
        (b"%PDF-1.7", "form-03", "a PDF"),
        (b"<html><table><tr><td>type</td></tr></table></html>", "form-03", "a web page"),
        (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "form-03", "Excel 2003"),
        (
            archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "form-03",
            "an OpenDocument file",
        ),
        (archive(xl__workbook="", **{"xl/workbook.bin": ""}), "form-03", ".xlsb"),
        (archive(**{"word/document.xml": "", "[Content_Types].xml": ""}), "form-03", "a Word document"),
        (archive(a="b"), "form-03", "an archive"),
        (b"PK\x03\x04 and then nothing of use", "form-05", "damaged"),
        (xlsx(FORM)[:-200], "form-05", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "form-04", "password"),
    ],
)
def test_what_is_no_form_is_called_by_its_name(data: bytes, code: str, said: str) -> None:
    with pytest.raises(NotAForm) as caught:
        identify(data, "form.xlsx", DEFAULT_LIMITS)
    (problem,) = caught.value.problems
    assert problem.problem.code == code
    assert said in problem.message
