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
        # For rows that are written by SQL. Django is not to know of it: it would ask for the value of what it writes, and a row
        # may be written that is not read.
        migrations.RunSQL(
            "alter table people_matchcandidate alter column told set default true",
            migrations.RunSQL.noop,
        ),
    ]
