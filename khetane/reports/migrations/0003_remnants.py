"""Reports count what remains of records that were pseudonymised (docs/adr/0720)."""

from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent
FIRST = (FOLDER / "0001_counts.sql").read_text(encoding="utf-8")
BEGINS, ENDS = "create function reports_counts", "-- The counts of one unit over all"
BEFORE = FIRST[FIRST.index(BEGINS) : FIRST.index(ENDS)].replace(
    BEGINS, BEGINS.replace("create", "create or replace")
)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_kept_totals"),
        ("subjects", "0009_kept_time"),
    ]
    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), BEFORE),
    ]
