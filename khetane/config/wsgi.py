"""The application as granian serves it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from khetane.integrations.openrosa.gate import with_devices
from khetane.operations.observed import observed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khetane.config.settings")
application = observed(with_devices(get_wsgi_application()))
