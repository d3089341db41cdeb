"""A unit that comes to lie where somebody holds a role waits for a second person (docs/adr/0510)."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models


def units(label: str) -> models.Field:
    field = models.UUIDField()
    return django.contrib.postgres.fields.ArrayField(
        base_field=field, blank=True, default=list, size=None, verbose_name=label
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0018_devices_taken_over"),
        ("organisations", "0002_policies"),
        ("places", "0002_policies"),
    ]
    operations = [
        migrations.AddField("rolegrant", "widening", units("would newly reach")),
        migrations.AddField("rolegrant", "left_out", units("does not reach")),
        migrations.AddField("rolegrant", "widened_by", units("moved by")),
        migrations.AddField(
            model_name="rolegrant",
            name="widened_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="would reach more since"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(widened_since__isnull=True, widening=[])
                | (models.Q(widened_since__isnull=False) & ~models.Q(widening=[])),
                name="grant_widening_since_when",
            ),
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")),
    ]
