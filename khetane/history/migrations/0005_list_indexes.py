"""Indexes in the order of the lists, so that a page is read without sorting a unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0004_sides_follow"),
        ("organisations", "0002_policies"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="conflict",
            name="conflict_open_by_unit",
        ),
        migrations.AddIndex(
            model_name="conflict",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["unit", "opened_at", "id"],
                name="conflict_open_by_unit",
            ),
        ),
    ]
