"""The few responsibilities that are over are found without looking through all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0016_pairs_not_told")]
    operations = [
        migrations.AddIndex(
            model_name="responsibility",
            index=models.Index(
                condition=models.Q(("ends__isnull", False)), fields=["household"], name="responsibility_over"
            ),
        ),
    ]
