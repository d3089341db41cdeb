"""A certificate for the local network, from an authority of this installation's own.

Phones need HTTPS. The authority (ca.pem) is installed on each phone once; certificates under it are
renewed without touching the phones. Nothing here is for the open internet: docs/how-to/reverse-proxy.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from khetane.config.home import write_private

DAYS = 397  # phones refuse certificates that live longer
RENEW_BEFORE = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Certificate:
    authority: Path
    chain: Path
    key: Path


def ensure_certificate(folder: Path, names: Sequence[str], *, today: dt.datetime) -> Certificate:
    """The certificate for `names` (hosts and IP addresses), issued anew when they change or it nears its end."""
    folder.mkdir(mode=0o700, exist_ok=True)
    certificate = Certificate(folder / "ca.pem", folder / "server.pem", folder / "server-key.pem")
    authority = _authority(certificate.authority, folder / "ca-key.pem")
    if not _still_good(certificate.chain, names, today):
        issued = authority.issue_cert(
            *names, organization_name="Khetane", not_after=today + dt.timedelta(days=DAYS)
        )
        write_private(certificate.key, pkcs8(issued.private_key_pem.bytes()))
        write_private(certificate.chain, b"".join(b.bytes() for b in issued.cert_chain_pems).decode())
    return certificate


def _authority(certificate: Path, key: Path) -> trustme.CA:
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    authority = trustme.CA(
        organization_name="Khetane", organization_unit_name="the authority of this installation"
    )
    write_private(key, authority.private_key_pem.bytes().decode())
    write_private(certificate, authority.cert_pem.bytes().decode())
    return authority


def _still_good(chain: Path, names: Sequence[str], today: dt.datetime) -> bool:
    if not chain.exists():
        return False
    certificate = x509.load_pem_x509_certificate(chain.read_bytes())
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    named = {str(name.value) for name in extension.value}
    return named == set(names) and certificate.not_valid_after_utc - today > RENEW_BEFORE


def pkcs8(pem: bytes) -> str:
    """The same private key in the one form that the web server reads."""
    key = serialization.load_pem_private_key(pem, password=None)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
