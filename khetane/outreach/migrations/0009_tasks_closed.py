"""Tasks are closed with a day and what came of them (docs/adr/0550)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_unit_called_after_municipality"),
        ("outreach", "0008_rounds"),
        ("people", "0008_policies_covered"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="closed on"),
        ),
        migrations.AddField(
            model_name="task",
            name="outcome",
            field=models.TextField(blank=True, verbose_name="what came of it, or why not"),
        ),
        migrations.RunSQL(
            "update outreach_task set closed_on = updated_at::date where state <> 'open'",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)),
                    _connector="OR",
                ),
                name="task_closed_with_its_day",
            ),
        ),
    ]
