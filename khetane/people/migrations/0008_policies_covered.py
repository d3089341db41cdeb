"""Indexes that hold what policies ask for, so that counting reads nothing else (docs/adr/0430)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_unit_called_after_municipality"),
        ("people", "0007_fewer_keys"),
        ("places", "0007_derived_names"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="household",
            name="people_hous_unit_id_7fdb43_idx",
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["unit", "place"], include=("id",), name="household_by_place"),
        ),
    ]
