"""Processes of settlements: events, safeguards, housing proposals, households concerned."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0005_directory"),
        ("people", "0010_same_person"),
        ("places", "0007_derived_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="Process",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("kind", models.CharField(max_length=40, verbose_name="kind of process")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="what is to be done")),
                ("stage", models.CharField(max_length=40, verbose_name="stage")),
                ("begun_on", models.DateField(verbose_name="begun on")),
                ("stage_on", models.DateField(verbose_name="in this stage since")),
                ("due", models.DateField(blank=True, null=True, verbose_name="next step due")),
                ("is_open", models.BooleanField(default=True, verbose_name="under way")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="processes",
                        to="places.place",
                        verbose_name="settlement",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "process of a settlement",
                "verbose_name_plural": "processes of settlements",
            },
        ),
        migrations.CreateModel(
            name="HousingProposal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("title", models.CharField(max_length=200, verbose_name="what is proposed")),
                (
                    "site",
                    models.CharField(
                        choices=[("here", "in the settlement itself"), ("elsewhere", "at another site")],
                        max_length=10,
                        verbose_name="site",
                    ),
                ),
                ("where", models.CharField(blank=True, max_length=200, verbose_name="where")),
                ("dwellings", models.PositiveIntegerField(blank=True, null=True, verbose_name="dwellings")),
                ("looked_on", models.DateField(blank=True, null=True, verbose_name="site looked at on")),
                (
                    "risks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("flood", "flood"),
                                ("landslide", "landslide"),
                                ("landfill", "landfill"),
                                ("power_line", "power line"),
                                ("traffic", "traffic"),
                                ("industry", "industry"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="risks",
                    ),
                ),
                ("answer_flood", models.TextField(blank=True, verbose_name="against flood")),
                ("answer_landslide", models.TextField(blank=True, verbose_name="against landslide")),
                ("answer_landfill", models.TextField(blank=True, verbose_name="against the landfill")),
                ("answer_power_line", models.TextField(blank=True, verbose_name="against the power line")),
                ("answer_traffic", models.TextField(blank=True, verbose_name="against traffic or railway")),
                ("answer_industry", models.TextField(blank=True, verbose_name="against industry")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("agreed", "agreed"),
                            ("built", "built"),
                            ("dropped", "dropped"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
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
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="upgrading.process",
                    ),
                ),
            ],
            options={
                "verbose_name": "housing proposal",
            },
        ),
        migrations.CreateModel(
            name="ConcernedHousehold",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "view",
                    models.CharField(
                        choices=[
                            ("not_asked", "not asked yet"),
                            ("agreed", "agreed"),
                            ("objected", "objected"),
                            ("undecided", "undecided"),
                        ],
                        default="not_asked",
                        max_length=10,
                        verbose_name="what it said",
                    ),
                ),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                ("said_on", models.DateField(blank=True, null=True, verbose_name="said on")),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="processes",
                        to="people.household",
                    ),
                ),
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
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="households",
                        to="upgrading.process",
                    ),
                ),
            ],
            options={
                "verbose_name": "household concerned",
            },
        ),
        migrations.CreateModel(
            name="ProcessEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "decision"),
                            ("document", "document"),
                            ("inspection", "inspection"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="body")),
                ("document", models.CharField(blank=True, max_length=40, verbose_name="document")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("in_order", "in order"),
                            ("to_mend", "to be mended"),
                            ("stop", "works must stop"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("findings", models.TextField(blank=True, verbose_name="what was decided or found")),
                ("mend_by", models.DateField(blank=True, null=True, verbose_name="to be mended by")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="upgrading.process",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a process",
            },
        ),
        migrations.CreateModel(
            name="Safeguard",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                ("code", models.CharField(max_length=40, verbose_name="safeguard")),
                (
                    "answer",
                    models.CharField(
                        choices=[("met", "met"), ("not_met", "not met")], max_length=10, verbose_name="answer"
                    ),
                ),
                ("evidence", models.TextField(verbose_name="evidence")),
                ("answered_on", models.DateField(verbose_name="answered on")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="upgrading.process",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "safeguard",
            },
        ),
        migrations.AddIndex(
            model_name="process",
            index=models.Index(fields=["municipality", "due", "id"], name="process_by_municipality"),
        ),
        migrations.AddIndex(
            model_name="process",
            index=models.Index(fields=["place"], name="process_by_place"),
        ),
        migrations.AddIndex(
            model_name="process",
            index=models.Index(
                condition=models.Q(("is_open", True)), fields=["unit", "due"], name="process_open_by_due"
            ),
        ),
        migrations.AddIndex(
            model_name="housingproposal",
            index=models.Index(fields=["process"], name="proposal_by_process"),
        ),
        migrations.AddIndex(
            model_name="concernedhousehold",
            index=models.Index(fields=["household"], name="concerned_by_household"),
        ),
        migrations.AddConstraint(
            model_name="concernedhousehold",
            constraint=models.UniqueConstraint(fields=("process", "household"), name="concerned_once"),
        ),
        migrations.AddIndex(
            model_name="processevent",
            index=models.Index(fields=["process", "-date"], name="process_event_by_date"),
        ),
        migrations.AddConstraint(
            model_name="safeguard",
            constraint=models.UniqueConstraint(fields=("process", "code"), name="safeguard_once"),
        ),
    ]
