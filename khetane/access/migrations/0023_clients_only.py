"""A role may see clients only: households by a power of attorney, a procedure or a referral (docs/adr/0660)."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0022_read_everywhere")]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
    ]
