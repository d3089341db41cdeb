"""The first persons of a unit are found in the index alone, what the policy asks for included."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_unit_called_after_municipality"),
        ("people", "0008_policies_covered"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="person",
            name="people_pers_unit_id_edca69_idx",
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["unit", "updated_at", "id"], include=("household",), name="person_by_unit"
            ),
        ),
    ]
