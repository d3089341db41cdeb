"""What stops a start or a command, told to the person at the terminal."""

from __future__ import annotations


class Problem(Exception):
    """A sentence that says what happened, to what, and what to do next. `khetane` prints it and exits with 1."""
