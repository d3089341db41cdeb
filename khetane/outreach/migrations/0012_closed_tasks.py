"""Closed tasks in the order of their list (docs/adr/0690)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_directory"),
        ("outreach", "0011_settlements_merged"),
        ("people", "0013_households_by_code"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "open"), _negated=True),
                fields=["unit", "due", "id"],
                include=("household", "mandate"),
                name="task_closed_by_due",
            ),
        ),
    ]
