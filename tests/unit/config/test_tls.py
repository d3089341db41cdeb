from __future__ import annotations

import datetime as dt
import ssl
from pathlib import Path

from khetane.config.tls import DAYS, ensure_certificate

TODAY = dt.datetime.now(dt.UTC)
NAMES = ("localhost", "127.0.0.1", "::1", "office-laptop")


def test_a_certificate_is_kept_until_it_nears_its_end_or_the_names_change(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path / "tls", NAMES, today=TODAY)
    authority, chain = first.authority.read_bytes(), first.chain.read_bytes()

    def chain_after(names: tuple[str, ...], days: int) -> bytes:
        return ensure_certificate(
            tmp_path / "tls", names, today=TODAY + dt.timedelta(days=days)
        ).chain.read_bytes()

    assert chain_after(NAMES, 0) == chain
    assert chain_after(NAMES, DAYS - 31) == chain
    renewed = chain_after(NAMES, DAYS - 29)
    assert renewed != chain
    assert chain_after((*NAMES, "192.0.2.7"), DAYS - 29) != renewed
    assert first.authority.read_bytes() == authority  # phones that trust it go on trusting


def test_a_browser_can_use_it_and_nobody_else_can_read_its_key(tmp_path: Path) -> None:
    certificate = ensure_certificate(tmp_path / "tls", NAMES, today=TODAY)
    ssl.create_default_context(cafile=str(certificate.authority))
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate.chain, certificate.key)
    assert "BEGIN PRIVATE KEY" in certificate.key.read_text()  # PKCS#8, the only form granian reads
    for file in (tmp_path / "tls").iterdir():
        assert file.stat().st_mode & 0o077 == 0
