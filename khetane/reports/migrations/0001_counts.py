"""What units did in a period, as counts: of one's own unit, and rounded totals of many (docs/adr/0600)."""

from pathlib import Path

from django.db import migrations

WITHOUT = """
    drop function reports_of_units(date);
    drop function reports_of_unit(uuid, date, date, integer[]);
    drop function reports_counts(uuid[], date, date, integer[]);
    drop function reports_band(date, text, date, integer[]);
    drop function reports_years(date, date);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("access", "0020_waiting_devices"),
        ("cases", "0009_plans"),
        ("outreach", "0009_tasks_closed"),
        ("people", "0008_policies_covered"),
    ]
    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), WITHOUT),
    ]
