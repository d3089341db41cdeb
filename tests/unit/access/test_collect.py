"""The QR code says what ODK Collect expects."""

from __future__ import annotations

import base64
import json
import zlib

from khetane.access import collect


def test_the_payload_is_compressed_json_with_the_server_of_this_device() -> None:
    url = collect.server_url("https://example.org/", "secret")
    settings = json.loads(zlib.decompress(base64.b64decode(collect.payload(url, project="Јединица"))))
    assert set(settings) == {"general", "admin", "project"}
    assert settings["general"]["server_url"] == "https://example.org/key/secret"
    assert settings["general"]["protocol"] == "odk_default"
    assert settings["general"]["delete_send"] is True
    assert settings["project"]["name"] == "Јединица"


def test_the_code_is_an_image_without_script_or_inline_style() -> None:
    image = collect.svg("text")
    assert image.startswith("<svg")
    assert "script" not in image
    assert "style=" not in image
