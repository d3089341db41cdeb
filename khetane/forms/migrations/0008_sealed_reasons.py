"""Seal why submissions wait: the reasons quote answers, and stood in clear text until now."""

from __future__ import annotations

import base64
from typing import Any

from django.db import migrations

from khetane.core.sealing import seal
from khetane.forms.keys import unwrapped

_CLEAR = "select id, key, key_id, reason from khetane_forms_submission where reason like '[%%' and erased_at is null"
_WRITE = "update khetane_forms_submission set reason = %s where id = %s"


def seal_reasons(apps: Any, schema_editor: Any) -> None:
    """Each under its submission's content key, in the way of `khetane.forms.reasons`."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_CLEAR)
        for id, wrapped, key_id, reason in cursor.fetchall():
            key = unwrapped(id, bytes(wrapped), key_id)
            sealed = seal(key, reason.encode(), f"reason:{id}".encode())
            cursor.execute(_WRITE, [base64.b64encode(sealed).decode(), id])


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0007_enter")]
    operations = [migrations.RunPython(seal_reasons, migrations.RunPython.noop)]
