"""Code lists of casework: what is delivered, and which procedures there are in which economy."""

from __future__ import annotations

from pathlib import Path

from khetane.core.lists import read_list

SERVICES_FILE = Path(__file__).with_name("service_types.csv")
SERVICES = read_list(SERVICES_FILE)
PROCEDURES = read_list(Path(__file__).with_name("procedure_types.csv"))
