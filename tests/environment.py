"""Says that this is a test, before Django reads its settings (loaded by `-p`, see pyproject.toml)."""

from __future__ import annotations

import os

os.environ["KHETANE_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"
