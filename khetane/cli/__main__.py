"""`python -m khetane.cli`, the same as `khetane`."""

from __future__ import annotations

from khetane.cli import main

main()
