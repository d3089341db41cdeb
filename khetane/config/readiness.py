"""Whether the server answers yet."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from khetane.config.address import EVERYWHERE, Address
from khetane.config.tls import Certificate

PAUSE = 0.2
SAY_WHY_AFTER = 30.0


@dataclass(slots=True)
class Readiness:
    """Asks /healthz until it says yes, then calls `ready` once."""

    address: Address
    certificate: Certificate | None
    ready: Callable[[], None]
    is_ready: bool = field(default=False, init=False)
    began: float = field(default_factory=time.monotonic, init=False)
    complained: bool = field(default=False, init=False)

    def look(self) -> None:
        if self.is_ready:
            return
        reason = self._why_not()
        if not reason:
            self.is_ready = True
            self.ready()
        elif not self.complained and time.monotonic() - self.began > SAY_WHY_AFTER:
            self.complained = True
            print(f"The server does not answer yet: {reason}", flush=True)

    def _why_not(self) -> str:
        """Empty when it is healthy."""
        connection = self._connection()
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            body = answer.read(2000).decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            return str(error)
        finally:
            connection.close()
        return "" if answer.status == 200 else f"{answer.status} {body}"

    def _connection(self) -> http.client.HTTPConnection:
        host = "127.0.0.1" if self.address.host in EVERYWHERE else self.address.host
        if self.certificate is None:
            return http.client.HTTPConnection(host, self.address.port, timeout=2)
        context = ssl.create_default_context(cafile=str(self.certificate.authority))
        return http.client.HTTPSConnection(host, self.address.port, timeout=2, context=context)
