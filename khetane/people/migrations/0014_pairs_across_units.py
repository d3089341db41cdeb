"""The other side of a pair across units is found by the pair."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0013_households_by_code"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="matchcandidate",
            index=models.Index(
                condition=models.Q(("other__isnull", True)), fields=["pair"], name="match_candidate_across"
            ),
        ),
    ]
