"""That names may stand on a unit's devices: read there, signed by the data-protection officer."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import APP, Rows, protect, unprotect

TABLE = "khetane_forms_namesondevices"
ROWS = Rows(
    read="unit_id = any ((select khetane_units('submission.send') || khetane_units('names.sign'))::uuid[])",
    write="unit_id = any ((select khetane_units('names.sign'))::uuid[])",
)
# What was signed is never reworded.
ENDED_ONLY = f"revoke update on {TABLE} from {APP}; grant update (ended_by, ended_at) on {TABLE} to {APP};"


class Migration(migrations.Migration):
    dependencies = [
        ("khetane_forms", "0005_arrivals"),
        ("organisations", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="NamesOnDevices",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("signed_by", models.UUIDField(verbose_name="signed by")),
                ("signed_at", models.DateTimeField(auto_now_add=True, verbose_name="signed")),
                ("ended_by", models.UUIDField(null=True, verbose_name="ended by")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "names on devices",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("unit",),
                        name="names_signed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="names_ended_who_and_when",
                    ),
                ],
            },
        ),
        migrations.RunSQL(protect(TABLE, ROWS, delete=False) + ENDED_ONLY, unprotect(TABLE)),
    ]
