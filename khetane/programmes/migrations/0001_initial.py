"""Schemes: enrolments, sessions with who was there, milestones; whose staff works where."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0003_unit_called_after_municipality"),
        ("people", "0008_policies_covered"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enrolment",
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
                ("scheme", models.CharField(max_length=40, verbose_name="scheme")),
                ("stage", models.CharField(max_length=40, verbose_name="stage")),
                ("applied_on", models.DateField(verbose_name="applied on")),
                ("stage_on", models.DateField(blank=True, null=True, verbose_name="in this stage since")),
                (
                    "answers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="answers",
                    ),
                ),
                (
                    "eligible",
                    models.CharField(
                        choices=[
                            ("yes", "meets every criterion"),
                            ("no", "does not meet every criterion"),
                            ("open", "not all is known"),
                        ],
                        default="open",
                        max_length=4,
                        verbose_name="eligible",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="people.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="people.person",
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
                "verbose_name": "enrolment",
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                ("scheme", models.CharField(max_length=40, verbose_name="scheme")),
                ("kind", models.CharField(max_length=40, verbose_name="milestone")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("reached", "reached"), ("missed", "missed")],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due", models.DateField(blank=True, null=True, verbose_name="due")),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount"
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
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
                "verbose_name": "milestone",
            },
        ),
        migrations.CreateModel(
            name="SchemeStaff",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("account", models.UUIDField(verbose_name="account")),
                ("scheme", models.CharField(max_length=40, verbose_name="scheme")),
                ("begins", models.DateField(verbose_name="from")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="to")),
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
                "verbose_name": "staff of a scheme",
            },
        ),
        migrations.CreateModel(
            name="Session",
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
                ("scheme", models.CharField(max_length=40, verbose_name="scheme")),
                ("date", models.DateField(verbose_name="date")),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="topic")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="hours"
                    ),
                ),
                (
                    "attended",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="how many came"),
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
                "verbose_name": "session",
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="programmes.session",
                    ),
                ),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "session_id",
                        "enrolment_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
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
                ("scheme", models.CharField(max_length=40)),
                ("present", models.BooleanField(verbose_name="was there")),
                ("with_parent", models.BooleanField(default=False, verbose_name="a parent took part")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
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
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["unit", "scheme", "-applied_on", "-id"], name="enrolment_by_scheme"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["household"], name="enrolment_by_household"),
        ),
        migrations.AddIndex(
            model_name="milestone",
            index=models.Index(fields=["enrolment"], name="milestone_by_enrolment"),
        ),
        migrations.AddIndex(
            model_name="milestone",
            index=models.Index(
                condition=models.Q(("state", "planned")),
                fields=["unit", "due", "id"],
                name="milestone_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="schemestaff",
            index=models.Index(fields=["account"], name="scheme_staff_by_account"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["unit", "scheme", "-date", "-id"], name="session_by_scheme"),
        ),
    ]
