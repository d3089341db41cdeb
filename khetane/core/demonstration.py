"""Whether this installation shows made-up people."""

from __future__ import annotations

from django.conf import settings


def stands() -> bool:
    """Whether the demonstration country is loaded here, or begins to be.

    Asked anew each time, by a look at one file: it may be loaded beside a running server.
    """
    return bool(settings.DEMO) or settings.DEMO_MARK.exists()
