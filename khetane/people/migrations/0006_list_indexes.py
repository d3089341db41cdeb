"""Indexes in the order of the lists, so that a page is read without sorting a unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_policies"),
        ("people", "0005_key_names"),
        ("places", "0006_boundary_imports"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="household",
            name="people_hous_unit_id_262b52_idx",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="people_pers_unit_id_69d29b_idx",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="people_pers_unit_id_3978b1_idx",
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["unit", "updated_at", "id"], name="people_hous_unit_id_e830c6_idx"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["unit", "updated_at", "id"], name="people_pers_unit_id_edca69_idx"),
        ),
    ]
