"""A unit's households in the order of their codes (docs/adr/0690)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_directory"),
        ("people", "0012_restrictions_kept"),
        ("places", "0007_derived_names"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["unit", "code", "id"], name="household_by_code"),
        ),
    ]
