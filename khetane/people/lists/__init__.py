"""Code lists of persons, some of which differ from economy to economy. The standard forms offer the same lists."""

from __future__ import annotations

from pathlib import Path

from khetane.core.lists import read_list

GROUPS_FILE = Path(__file__).with_name("self_identification_groups.csv")
GROUPS = read_list(GROUPS_FILE)
RECIPIENTS_FILE = Path(__file__).with_name("recipients.csv")
RECIPIENTS = read_list(RECIPIENTS_FILE)
