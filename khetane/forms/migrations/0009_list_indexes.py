"""Indexes in the order of the lists, so that a page is read without sorting a unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("khetane_forms", "0008_sealed_reasons"),
        ("organisations", "0002_policies"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="submission",
            name="submission_by_unit",
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["unit", "received_at", "id"], name="submission_by_unit"),
        ),
    ]
