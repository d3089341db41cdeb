"""The two documents by which a device learns of forms and files: form list and manifest (OpenRosa)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

_FORM_LIST = (
    '<?xml version="1.0" encoding="UTF-8"?><xforms xmlns="http://openrosa.org/xforms/xformsList">{}</xforms>'
)
_MANIFEST = '<?xml version="1.0" encoding="UTF-8"?><manifest xmlns="http://openrosa.org/xforms/xformsManifest">{}</manifest>'


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form version as a device sees it; `manifest_url` is empty when it needs no files."""

    form_id: str
    version: str
    name: str
    md5: str
    download_url: str
    manifest_url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file a form needs; an entity list names where a device asks which of its records still exist."""

    filename: str
    md5: str
    download_url: str
    integrity_url: str = ""


def form_list(forms: Iterable[ListedForm]) -> str:
    return _FORM_LIST.format("".join(map(_form, forms)))


def manifest(files: Iterable[ListedFile]) -> str:
    return _MANIFEST.format("".join(map(_file, files)))


def _form(form: ListedForm) -> str:
    parts = [
        _element("formID", form.form_id),
        _element("name", form.name),
        _element("version", form.version),
        _element("hash", f"md5:{form.md5}"),
        _element("descriptionText", form.description) if form.description else "",
        _element("downloadUrl", form.download_url),
        _element("manifestUrl", form.manifest_url) if form.manifest_url else "",
    ]
    return f"<xform>{''.join(parts)}</xform>"


def _file(file: ListedFile) -> str:
    kind = ' type="entityList"' if file.integrity_url else ""
    parts = [
        _element("filename", file.filename),
        _element("hash", f"md5:{file.md5}"),
        _element("downloadUrl", file.download_url),
        _element("integrityUrl", file.integrity_url) if file.integrity_url else "",
    ]
    return f"<mediaFile{kind}>{''.join(parts)}</mediaFile>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
