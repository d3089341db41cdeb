"""Open needs in the order of their list, counted without their rows (docs/adr/0430, 0550)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_open_needs"),
        ("organisations", "0005_directory"),
        ("outreach", "0010_reminders"),
        ("people", "0010_same_person"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="need",
            name="need_open_by_urgency",
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                models.F("unit"),
                models.OrderBy(models.F("found_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state__in", ["open", "working"])),
                include=("mandate", "urgency", "state"),
                name="need_open_by_day",
            ),
        ),
    ]
