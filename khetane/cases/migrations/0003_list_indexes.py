"""Indexes in the order of the lists, so that a page is read without sorting a unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_policies"),
        ("organisations", "0002_policies"),
        ("outreach", "0002_policies"),
        ("people", "0004_hand_over"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="need",
            name="need_by_unit",
        ),
        migrations.RemoveIndex(
            model_name="procedure",
            name="procedure_by_unit",
        ),
        migrations.RemoveIndex(
            model_name="referral",
            name="referral_by_unit",
        ),
        migrations.RemoveIndex(
            model_name="service",
            name="service_by_unit",
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                models.F("unit"),
                models.OrderBy(models.F("found_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="need_by_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="procedure",
            index=models.Index(
                models.F("unit"),
                models.OrderBy(models.F("initiated_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="procedure_by_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                models.F("unit"),
                models.OrderBy(models.F("sent_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="referral_by_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(fields=["unit", "date", "id"], name="service_by_unit"),
        ),
    ]
