"""The last check of the audit is found without reading the log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0014_devices_made_and_ended")]
    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("action", "verified")), fields=["id"], name="auditevent_verified"
            ),
        ),
    ]
