"""Codes of processes, stages, documents and safeguards with their words, for histories and timelines."""

from __future__ import annotations

from khetane.programmes.lists import listed
from khetane.upgrading.reading import shipped

RULES = [rules for kind in shipped().values() for rules in kind.versions]
KINDS = listed((code, kind.names) for code, kind in shipped().items())
STAGES = listed((code, stage.names) for rules in RULES for code, stage in rules.stages.items())
DOCUMENTS = listed(pair for rules in RULES for pair in rules.documents.items())
SAFEGUARDS = listed((code, one.names) for rules in RULES for code, one in rules.safeguards.items())
