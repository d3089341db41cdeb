"""Referrals of one mandate and closed procedures in the order of their lists (docs/adr/0690)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_restricted"),
        ("organisations", "0005_directory"),
        ("people", "0010_same_person"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="procedure",
            index=models.Index(
                models.F("unit"),
                models.OrderBy(models.F("solved_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("outcome", "pending"), _negated=True),
                name="procedure_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                models.F("unit"),
                models.F("to_mandate"),
                models.OrderBy(models.F("sent_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="referral_to_mandate",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                models.F("unit"),
                models.F("mandate"),
                models.OrderBy(models.F("sent_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="referral_from_mandate",
            ),
        ),
    ]
