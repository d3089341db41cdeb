"""A pair across units of which a side is not told, since her own record stands in a crowd (docs/adr/0612)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0015_handed_over_agreed")]
    operations = [
        migrations.AddField(
            model_name="matchcandidate",
            name="told",
            field=models.BooleanField(default=True),
        ),
    ]
