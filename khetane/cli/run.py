"""`khetane run`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from khetane.config import address, server
from khetane.config.home import Home


def run(
    tls: Annotated[
        bool, typer.Option("--tls", help="Serve HTTPS with a certificate of this installation's own.")
    ] = False,
    demo: Annotated[
        bool, typer.Option(help="Load the demonstration country at the first start of an empty database.")
    ] = True,
    workers: Annotated[int, typer.Option(min=0, help="Web processes; 0: as many as cores.")] = 0,
) -> None:
    """Start the database, the web server and the background worker, and keep them running until Ctrl-C.

    Honours PORT (8000), HOST (127.0.0.1), KHETANE_HOME (./var) and DATABASE_URL (then no embedded database).
    """
    options = server.Options(address=address.read(os.environ, tls=tls), demo=demo)
    if workers:
        options = server.Options(address=options.address, demo=demo, workers=workers)
    server.run(Home.of(os.environ), options)


def register(app: typer.Typer) -> None:
    app.command("run")(run)
