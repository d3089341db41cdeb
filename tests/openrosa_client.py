"""A plain OpenRosa client for tests, over Django's test client."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from lxml import etree

BOUNDARY = "khetane-test-1a2b3c"
MULTIPART = f'multipart/form-data; boundary="{BOUNDARY}"'


def multipart(xml: bytes | None, **files: bytes) -> bytes:
    """The body as ODK Collect writes it."""
    body = b"" if xml is None else _part("xml_submission_file", "record.xml", "text/xml", xml)
    for name, content in files.items():
        filename = name.replace("__", ".")
        body += _part(filename, filename, "image/jpeg", content)
    return body + f"--{BOUNDARY}--\r\n".encode()


def _part(name: str, filename: str, kind: str, content: bytes) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


@dataclass
class Phone:
    """A device with its token."""

    token: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, **headers: str) -> Any:
        """A path below the device's address, or a whole address as the server gave it."""
        address = path.removeprefix("http://testserver") if "//" in path else f"/key/{self.token}/{path}"
        return self.client.get(address, headers={"X-OpenRosa-Version": "1.0", **headers})

    def head(self) -> Any:
        return self.client.head(f"/key/{self.token}/submission")

    def post(self, body: bytes, content_type: str = MULTIPART, **headers: str) -> Any:
        return self.client.post(
            f"/key/{self.token}/submission", data=body, content_type=content_type, headers=headers
        )

    def send(self, xml: bytes | None, **files: bytes) -> Any:
        return self.post(multipart(xml, **files))


def said(answer: Any) -> str:
    """The sentence of an OpenRosaResponse."""
    root = etree.fromstring(answer.content)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return str(root[0].text)
