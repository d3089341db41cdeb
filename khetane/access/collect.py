"""Settings for ODK Collect as a QR code: base64 of zlib-compressed JSON (its import and export format)."""

from __future__ import annotations

import base64
import json
import zlib
from io import BytesIO

import segno

QUIET_ZONE = 4  # modules around the code, as the QR standard asks


def server_url(public_url: str, token: str) -> str:
    """The address that a device with this token works with; it is as secret as the token."""
    return f"{public_url.rstrip('/')}/key/{token}"


def payload(url: str, *, project: str) -> str:
    """What the QR code says: Collect then keeps forms as the server has them and sends by itself.

    Sent forms are deleted from the device, which stores them in clear text.
    """
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": url,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
        },
        "admin": {},
        "project": {"name": project},
    }
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def svg(text: str) -> str:
    """A QR code as an SVG element for a page; colours come from the page's own style."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        border=QUIET_ZONE,
        omitsize=True,
        svgclass="k-qr",
        lineclass=None,
    )
    return out.getvalue().decode()
