"""What a task says is read by its mandate; of others only that it exists and its day (docs/adr/0511)."""

from pathlib import Path

from django.db import migrations, models

from khetane.core.sql import APP, UnitRows

ANYBODY_S = "mandate in ('', 'coordination')"
MANDATE = f"({ANYBODY_S} or (select khetane_readers()) -> unit_id::text ? mandate::text)"
TASKS = UnitRows(read="identity.read", write="registry.write", household="household_id")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0019_reach_confirmed"),
        ("outreach", "0004_policies_covered"),
    ]
    operations = [
        migrations.RunSQL(
            f"alter policy app_read on outreach_task to {APP} using ({MANDATE} and {TASKS.using()})",
            migrations.RunSQL.noop,
        ),
        # Nor is a task turned into another mandate's by who does not read it.
        migrations.RunSQL(
            f"alter policy app_update on outreach_task to {APP} using ({TASKS.check()} and {MANDATE})",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            f"alter policy app_delete on outreach_task to {APP} using ({TASKS.check()} and {MANDATE})",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            "drop function outreach_tasks_of_others(uuid)",
        ),
        migrations.RemoveIndex("task", "task_open_by_due"),
        migrations.AddIndex(
            "task",
            models.Index(
                condition=models.Q(("state", "open")),
                fields=["unit", "due", "id"],
                include=("household", "mandate"),
                name="task_open_by_due",
            ),
        ),
    ]
