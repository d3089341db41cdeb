"""Totals of units beside each other are counted at night and kept (docs/adr/0690)."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

FOLDER = Path(__file__).parent
BEFORE = (FOLDER / "0001_counts.sql").read_text(encoding="utf-8")
OF_UNITS = BEFORE[BEFORE.index("create function reports_of_units") : BEFORE.index("revoke execute")]
WITHOUT = f"""
    drop policy owner_all on reports_kepttotal;
    drop policy backup_read on reports_kepttotal;
    drop function reports_keep(date);
    drop function reports_kept_at(date);
    drop function reports_of_units(date);
    drop function reports_told(uuid[], date);
    {OF_UNITS}
    revoke execute on function reports_of_units(date) from public;
    grant execute on function reports_of_units(date) to khetane_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_counts"),
        ("organisations", "0005_directory"),
    ]
    operations = [
        migrations.CreateModel(
            name="KeptTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half", models.DateField()),
                ("measure", models.CharField(max_length=40)),
                ("number", models.BigIntegerField(null=True)),
                ("kept_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("half", "unit", "measure"), name="kept_total_once")
                ],
            },
        ),
        migrations.RunSQL((FOLDER / "0002_kept_totals.sql").read_text(encoding="utf-8"), WITHOUT),
    ]
