"""The service directory: read by everybody signed in, kept by coordinators for their municipality."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import Rows, SharedRows, protect, unprotect

DIRECTORY = Rows(
    read=SharedRows(write="").using(),
    write="""
        (select khetane_holds('unit.write')) or place_id in (
            select u.municipality_id from organisations_unit u
            where u.id = any ((select khetane_units('directory.write'))::uuid[]))
    """,
)
TABLE = "organisations_directoryentry"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_equipment"),
        ("places", "0007_derived_names"),
        ("access", "0019_reach_confirmed"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectoryEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("provider", models.CharField(max_length=200, verbose_name="provider")),
                ("kind", models.CharField(max_length=60, verbose_name="kind of institution")),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("education", "education"),
                            ("health", "health"),
                            ("employment", "employment"),
                            ("social_protection", "social protection"),
                            ("housing", "housing"),
                            ("documents", "documents and legal status"),
                            ("discrimination", "discrimination"),
                            ("safety", "safety"),
                        ],
                        max_length=20,
                        verbose_name="area",
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="what it provides")),
                ("for_whom", models.CharField(blank=True, max_length=300, verbose_name="for whom")),
                ("hours", models.CharField(blank=True, max_length=200, verbose_name="hours")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directory_entries",
                        to="places.place",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "directory entry",
                "verbose_name_plural": "service directory",
                "indexes": [models.Index(fields=["place", "area", "provider"], name="directory_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="directory_point_whole",
                    )
                ],
            },
        ),
        migrations.RunSQL(protect(TABLE, DIRECTORY, delete=False), unprotect(TABLE)),
    ]
