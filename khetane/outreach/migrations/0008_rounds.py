"""The round of a planned visit, why a visit was cancelled, and what speaks for calling on a household (docs/adr/0600)."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import ERASER, UnitRows, protect, unprotect

ROUND = "outreach_plannedhousehold"
ROWS = UnitRows(read="identity.read", write="registry.write", household="household_id")
ERASABLE = f"""
    create policy eraser_all on {ROUND} to {ERASER} using (true) with check (true);
    grant select, update, delete, maintain on {ROUND} to {ERASER};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_list_indexes"),
        ("outreach", "0005_tasks_of_their_mandate"),
        ("people", "0008_policies_covered"),
    ]
    operations = [
        migrations.AddField(
            "visit",
            "cancel_reason",
            models.TextField("why it was cancelled", blank=True, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="PlannedHousehold",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "visit_id",
                        "household_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.household"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned",
                        to="outreach.visit",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(protect(ROUND, ROWS) + ERASABLE, unprotect(ROUND)),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            "drop function outreach_to_call_on(uuid, uuid, date)",
        ),
    ]
