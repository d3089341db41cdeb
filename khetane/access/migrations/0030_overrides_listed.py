"""Emergencies are listed page by page, those that nobody has looked at yet first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0029_grants_in_force"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="override",
            index=models.Index(fields=["-begins_at", "id"], name="override_newest"),
        ),
        migrations.AddIndex(
            model_name="override",
            index=models.Index(
                condition=models.Q(("reviewed_at__isnull", True)),
                fields=["-begins_at", "id"],
                name="override_waiting",
            ),
        ),
    ]
