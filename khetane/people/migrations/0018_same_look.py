"""The numbers of the last look for the same person, for whoever runs the installation."""

from django.db import migrations, models

from khetane.core.sql import APP, MATCHING, Rows, protect, unprotect

TABLE = "people_samelook"
LOOKS = Rows(read="(select khetane_holds('operations.read'))", write="false")
WRITTEN = f"""
    revoke insert, update on {TABLE} from {APP};
    grant select, insert, update on {TABLE} to {MATCHING};
    create policy matching_all on {TABLE} to {MATCHING} using (true) with check (true);
"""
NOT_WRITTEN = f"drop policy matching_all on {TABLE}; revoke all on {TABLE} from {MATCHING};"


class Migration(migrations.Migration):
    dependencies = [("people", "0017_responsibilities_over")]
    operations = [
        migrations.CreateModel(
            name="SameLook",
            fields=[
                ("number", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("looked_at", models.DateTimeField()),
                ("persons", models.PositiveIntegerField()),
                ("within", models.PositiveIntegerField()),
                ("across", models.PositiveIntegerField()),
                ("left_out", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number", 1)), name="same_look_the_last")
                ],
            },
        ),
        migrations.RunSQL(protect(TABLE, LOOKS, delete=False) + WRITTEN, NOT_WRITTEN + unprotect(TABLE)),
    ]
