"""What a record that comes in costs the database for nothing: doubled indexes, and compressing what is encrypted."""

import django.db.models.deletion
from django.db import migrations, models

# Encrypted bytes never get smaller: PostgreSQL stores them without trying.
UNTRIED = """
    alter table khetane_forms_submission alter column content set storage external;
    alter table khetane_forms_attachment alter column content set storage external;
"""
TRIED = """
    alter table khetane_forms_submission alter column content set storage extended;
    alter table khetane_forms_attachment alter column content set storage extended;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("khetane_forms", "0013_formers"),
        ("organisations", "0003_unit_called_after_municipality"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entity",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="form_version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submissions",
                to="khetane_forms.formversion",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="instance_id",
            field=models.CharField(max_length=255, verbose_name="instance id"),
        ),
        migrations.AlterField(
            model_name="submission",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(fields=("instance_id",), name="submission_once"),
        ),
        migrations.RunSQL(UNTRIED, TRIED),
    ]
