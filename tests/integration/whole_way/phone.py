"""A phone as ODK Collect behaves: what it asks, checks and sends, over the network."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

import httpx
from lxml import etree

from tests.openrosa_client import MULTIPART, multipart, said
from tests.running import PATIENCE
from tests.spec.forms.standard.filling import Filling

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
HEADERS = {"X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2024.3.4 Dalvik/2.1.0"}


@dataclass(frozen=True)
class Form:
    """A form as it lies on the phone."""

    id: str
    version: str
    xform: str
    files: dict[str, str]

    def open(self, today: str) -> Filling:
        lists = {name.removesuffix(".csv"): text for name, text in self.files.items()}
        return Filling(self.xform, lists, today)


class Phone:
    """Set up from the address in its QR code."""

    def __init__(self, server_url: str) -> None:
        self.url = server_url
        self.http = httpx.Client(headers=HEADERS, timeout=PATIENCE, trust_env=False)

    def forms(self) -> dict[str, dict[str, str]]:
        """The list of forms: what the server says of each, by form id."""
        listed = etree.fromstring(self._get(f"{self.url}/formList").content)
        told = [
            {etree.QName(part).localname: part.text or "" for part in form}
            for form in listed.iterfind(f"{LIST}xform")
        ]
        return {form["formID"]: form for form in told}

    def download(self, form_id: str) -> Form:
        """A form and its files, each checked against the hash that the server told."""
        listed = self.forms()[form_id]
        xform = self._checked(listed["downloadUrl"], listed["hash"])
        return Form(form_id, listed["version"], xform.decode(), self._files(listed.get("manifestUrl", "")))

    def _files(self, address: str) -> dict[str, str]:
        if not address:
            return {}
        manifest = etree.fromstring(self._get(address).content)
        return {
            file.findtext(f"{MANIFEST}filename", ""): self._checked(
                file.findtext(f"{MANIFEST}downloadUrl", ""), file.findtext(f"{MANIFEST}hash", "")
            ).decode()
            for file in manifest.iterfind(f"{MANIFEST}mediaFile")
        }

    def _checked(self, address: str, wanted: str) -> bytes:
        content = self._get(address).content
        assert f"md5:{hashlib.md5(content).hexdigest()}" == wanted
        return content

    def _get(self, address: str) -> httpx.Response:
        answer = self.http.get(address)
        assert answer.status_code == 200, answer.text
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        assert (
            "sandbox" in answer.headers["Content-Security-Policy"]
        )  # also past the middleware (openrosa/gate.py)
        return answer

    def send(self, xml: bytes, **files: bytes) -> tuple[int, str]:
        """Ask where to post, then post; the status and the sentence."""
        asked = self.http.head(f"{self.url}/submission")
        assert asked.status_code == 204
        assert int(asked.headers["X-OpenRosa-Accept-Content-Length"]) > len(xml)
        headers = {"Content-Type": MULTIPART}
        answer = self.http.post(asked.headers["Location"], content=multipart(xml, **files), headers=headers)
        return answer.status_code, said(answer)


def blank(form: Form) -> bytes:
    """What a phone sends of a form in which nothing was answered."""
    document: Any = etree.fromstring(form.xform.encode())
    instance = next(document.iter("{http://www.w3.org/2002/xforms}instance"))[0]
    found = list(instance.iter("{*}instanceID"))
    assert len(found) == 1
    found[0].text = f"uuid:{uuid.uuid4()}"
    return bytes(etree.tostring(instance))
