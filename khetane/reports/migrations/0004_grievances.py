"""Grievances stand beside the work of units (docs/adr/0730)."""

from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent
BEFORE = (FOLDER / "0002_kept_totals.sql").read_text(encoding="utf-8")
FIRST, LAST = "create function reports_told", "-- Totals of each unit for whoever monitors"
WITHOUT = BEFORE[BEFORE.index(FIRST) : BEFORE.index(LAST)].replace("create", "create or replace", 1)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_remnants"), ("grievances", "0002_policies")]
    operations = [migrations.RunSQL((FOLDER / "0004_grievances.sql").read_text(encoding="utf-8"), WITHOUT)]
