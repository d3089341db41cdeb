"""The application as granian serves it."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from khetane.integrations.openrosa.gate import with_devices
from khetane.operations.observed import observed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khetane.config.settings")
application = observed(with_devices(get_wsgi_application()))

# What is loaded now stays for good: every view, once an address is asked for. Python would look through it all for garbage
# again and again, and meanwhile no thread of this process answers: 0.1 to 0.3 s for a quarter of a million objects.
reverse("healthz")
gc.collect()
gc.freeze()
