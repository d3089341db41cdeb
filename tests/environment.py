"""Says that this is a test, before Django reads its settings (loaded by `-p`, see pyproject.toml).

No example of a generative test is timed: a busy machine is no failure.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ["KHETANE_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
