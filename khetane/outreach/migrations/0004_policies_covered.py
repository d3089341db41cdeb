"""Indexes that hold what policies ask for, so that counting reads nothing else (docs/adr/0430)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_unit_called_after_municipality"),
        ("outreach", "0003_list_indexes"),
        ("people", "0006_list_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="task",
            name="task_open_by_due",
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["unit", "due", "id"],
                include=("household",),
                name="task_open_by_due",
            ),
        ),
    ]
