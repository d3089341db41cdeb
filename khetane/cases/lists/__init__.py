"""Code lists of casework: what is delivered, and which procedures there are in which economy."""

from __future__ import annotations

from pathlib import Path

from khetane.cases.services.reading import shipped
from khetane.core.lists import Code, CodeList, read_list

SERVICES = CodeList({code: Code(code, one.names, frozenset()) for code, one in shipped().types.items()})
PROCEDURES = read_list(Path(__file__).with_name("procedure_types.csv"))
