"""Open needs by urgency and mandate, for the caseload (docs/adr/0550)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_answered_by_the_app"),
        ("organisations", "0005_directory"),
        ("outreach", "0010_reminders"),
        ("people", "0009_persons_covered"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "working"])),
                fields=["unit", "urgency", "mandate"],
                name="need_open_by_urgency",
            ),
        ),
    ]
