"""Services with amounts and the year of a child; one record for what is delivered to many at once (docs/adr/0580)."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import (
    UnitRows,
    erasable,
    follows_household,
    not_erasable,
    protect,
    stays,
    unprotect,
)  # fmt: skip

CONTENT = UnitRows(read="content.read", write="registry.write", mandate="mandate")
GROUPS, LISTED = "cases_groupdelivery", "cases_groupparticipant"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_list_indexes"),
        ("organisations", "0003_unit_called_after_municipality"),
        ("outreach", "0005_tasks_of_their_mandate"),
        ("people", "0008_policies_covered"),
        ("access", "0019_reach_confirmed"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="amount",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount"
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="child_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of the child"),
        ),
        migrations.AddField(
            model_name="service",
            name="currency",
            field=models.CharField(blank=True, max_length=3, verbose_name="currency"),
        ),
        migrations.CreateModel(
            name="GroupDelivery",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "mandate",
                    models.CharField(
                        choices=[
                            ("coordination", "coordinator for Roma issues"),
                            ("education", "pedagogical assistant"),
                            ("health", "health mediator"),
                            ("social_protection", "social worker"),
                            ("employment", "employment adviser"),
                            ("legal", "legal aid"),
                        ],
                        max_length=20,
                        verbose_name="mandate",
                    ),
                ),
                ("type", models.CharField(max_length=60, verbose_name="type")),
                ("date", models.DateField(verbose_name="date")),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="topic")),
                ("attended", models.PositiveIntegerField(verbose_name="how many came")),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="quantity"
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=200, verbose_name="provider")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount"
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="group_deliveries",
                        to="outreach.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "group delivery",
            },
        ),
        migrations.CreateModel(
            name="GroupParticipant",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "group_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "mandate",
                    models.CharField(
                        choices=[
                            ("coordination", "coordinator for Roma issues"),
                            ("education", "pedagogical assistant"),
                            ("health", "health mediator"),
                            ("social_protection", "social worker"),
                            ("employment", "employment adviser"),
                            ("legal", "legal aid"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed",
                        to="cases.groupdelivery",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="groupdelivery",
            name="persons",
            field=models.ManyToManyField(
                related_name="group_deliveries", through="cases.GroupParticipant", to="people.person"
            ),
        ),
        migrations.AddIndex(
            model_name="groupdelivery",
            index=models.Index(fields=["unit", "date", "id"], name="group_delivery_by_unit"),
        ),
        *(
            migrations.RunSQL(
                protect(table, CONTENT) + erasable(table),
                not_erasable(table) + unprotect(table),
            )
            for table in (GROUPS, LISTED)
        ),
        migrations.RunSQL(follows_household(LISTED), stays(LISTED)),
    ]
