"""Equipment, trainings and the end of the memorandum; which mandates of a unit are held (docs/adr/0600)."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import Rows, protect, unprotect

SIGNED_IN = "(select nullif(current_setting('khetane.viewer', true), '')::uuid) is not null"
KEEPS = "unit_id = any ((select khetane_units('unit.keep'))::uuid[]) or (select khetane_holds('unit.write'))"
MANDATES = [
    ("coordination", "coordinator for Roma issues"),
    ("education", "pedagogical assistant"),
    ("health", "health mediator"),
    ("social_protection", "social worker"),
    ("employment", "employment adviser"),
    ("legal", "legal aid"),
]
TABLES = ("organisations_equipment", "organisations_training")
ROWS = Rows(read=SIGNED_IN, write=KEEPS)


def record(name: str, *fields: tuple[str, models.Field], **options: object) -> migrations.CreateModel:
    """A model with the id and unit that both have."""
    own = ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False))
    related = {"Equipment": "things", "Training": "trainings"}[name]
    unit = models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related, to="organisations.unit"
    )
    return migrations.CreateModel(name=name, fields=[own, *fields, ("unit", unit)], options=options)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_unit_called_after_municipality"),
        ("access", "0020_waiting_devices"),
    ]
    operations = [
        migrations.AddField(
            "unit", "memorandum_until", models.DateField("memorandum valid until", blank=True, null=True)
        ),
        record(
            "Equipment",
            ("what", models.CharField(max_length=200, verbose_name="what")),
            (
                "inventory_number",
                models.CharField(blank=True, max_length=60, verbose_name="inventory number"),
            ),
            ("since", models.DateField(blank=True, null=True, verbose_name="since")),
            ("until", models.DateField(blank=True, null=True, verbose_name="until")),
            verbose_name="equipment",
        ),
        record(
            "Training",
            ("subject", models.CharField(max_length=200, verbose_name="subject")),
            ("date", models.DateField(verbose_name="date")),
            ("provider", models.CharField(blank=True, max_length=200, verbose_name="provider")),
            (
                "mandates",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(choices=MANDATES, max_length=20),
                    default=list,
                    size=None,
                    verbose_name="took part",
                ),
            ),
            verbose_name="training",
        ),
        migrations.AddIndex("equipment", models.Index(fields=["unit", "what"], name="equipment_by_unit")),
        migrations.AddIndex("training", models.Index(fields=["unit", "-date"], name="training_by_unit")),
        migrations.AddConstraint(
            "equipment",
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="equipment_until_after_since",
            ),
        ),
        *(migrations.RunSQL(protect(table, ROWS), unprotect(table)) for table in TABLES),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            "drop function organisations_posts()",
        ),
    ]
