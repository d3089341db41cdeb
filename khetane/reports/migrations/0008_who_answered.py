"""Figures stay with the unit that answered on the day; merged persons count once; unanswered referrals expire (docs/adr/0601)."""

from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_kinds_when_over"), ("people", "0017_responsibilities_over")]
    operations = [
        migrations.RunSQL(
            (FOLDER / "0008_who_answered.sql").read_text(encoding="utf-8"),
            (FOLDER / "0003_remnants.sql").read_text(encoding="utf-8"),
        ),
    ]
