"""What happens in legal procedures: steps, hearings, costs, powers of attorney; who sees, writes and erases them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import (
    APP,
    UnitRows,
    erasable,
    follows_household,
    not_erasable,
    protect,
    stays,
    unprotect,
)

TABLES = ("cases_procedureevent", "cases_hearing", "cases_procedurecost", "cases_powerofattorney")
CONTENT = UnitRows(read="content.read", write="registry.write", mandate="mandate")


def guarded(table: str) -> str:
    """Who does not read a mandate's procedures adds nothing to them either."""
    added = f"alter policy app_insert on {table} to {APP} with check ({CONTENT.change()});"
    return protect(table, CONTENT) + added + erasable(table) + follows_household(table)


def open_again(table: str) -> str:
    return stays(table) + not_erasable(table) + unprotect(table)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_services_delivered"),
        ("organisations", "0003_unit_called_after_municipality"),
        ("people", "0008_policies_covered"),
        ("access", "0019_reach_confirmed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cost",
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
                ("date", models.DateField(verbose_name="on")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fee", "fee of the office or court"),
                            ("expert", "expert"),
                            ("translation", "translation"),
                            ("copies", "extracts, copies, photographs"),
                            ("travel", "travel"),
                            ("lawyer", "lawyer"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="for",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "paid_by",
                    models.CharField(
                        choices=[
                            ("unit", "the unit or its project"),
                            ("client", "the client"),
                            ("court", "the court or the state"),
                            ("exempt", "nobody: exempted"),
                        ],
                        default="unit",
                        max_length=10,
                        verbose_name="paid by",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "cost",
                "db_table": "cases_procedurecost",
            },
        ),
        migrations.CreateModel(
            name="Hearing",
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
                ("date", models.DateField(verbose_name="day")),
                ("time", models.CharField(blank=True, max_length=5, verbose_name="time")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("set", "set"),
                            ("held", "held"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="set",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="what came of it")),
            ],
            options={
                "verbose_name": "hearing",
            },
        ),
        migrations.CreateModel(
            name="PowerOfAttorney",
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
                ("attorney", models.CharField(max_length=200, verbose_name="given to")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "all procedures"),
                            ("procedure", "this procedure"),
                            ("receive", "only to receive documents"),
                        ],
                        default="general",
                        max_length=10,
                        verbose_name="for",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="given on")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="revoked on")),
                (
                    "certified",
                    models.BooleanField(default=False, verbose_name="certified by a notary or court"),
                ),
            ],
            options={
                "verbose_name": "power of attorney",
            },
        ),
        migrations.CreateModel(
            name="ProcedureEvent",
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
                ("event", models.CharField(max_length=40, verbose_name="step")),
                ("date", models.DateField(verbose_name="on")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "granted"), ("refused", "refused")],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "step of a procedure",
            },
        ),
        migrations.AddField(
            model_name="procedure",
            name="due",
            field=models.DateField(blank=True, null=True, verbose_name="last day of the next term"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="followed_by",
                to="cases.procedure",
                verbose_name="follows",
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="reference",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="number of the case"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="rules",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="version of the rules"
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="stage",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="last step"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="term",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="next term"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="turn",
            field=models.CharField(
                blank=True,
                choices=[("client", "we"), ("office", "the office"), ("court", "the court")],
                default="",
                max_length=10,
                verbose_name="whose turn",
            ),
        ),
        migrations.AddIndex(
            model_name="procedure",
            index=models.Index(
                models.F("unit"),
                models.F("outcome"),
                models.OrderBy(models.F("due"), nulls_last=True),
                models.F("id"),
                name="procedure_by_term",
            ),
        ),
        migrations.AddField(
            model_name="cost",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="people.household"
            ),
        ),
        migrations.AddField(
            model_name="cost",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="cost",
            name="procedure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.procedure"
            ),
        ),
        migrations.AddField(
            model_name="cost",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="hearing",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="people.household"
            ),
        ),
        migrations.AddField(
            model_name="hearing",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="hearing",
            name="procedure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.procedure"
            ),
        ),
        migrations.AddField(
            model_name="hearing",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="powerofattorney",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="people.household"
            ),
        ),
        migrations.AddField(
            model_name="powerofattorney",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="powerofattorney",
            name="procedure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="powers",
                to="cases.procedure",
                verbose_name="procedure",
            ),
        ),
        migrations.AddField(
            model_name="powerofattorney",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="procedureevent",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="people.household"
            ),
        ),
        migrations.AddField(
            model_name="procedureevent",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="procedureevent",
            name="procedure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.procedure"
            ),
        ),
        migrations.AddField(
            model_name="procedureevent",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddIndex(
            model_name="hearing",
            index=models.Index(fields=["unit", "date", "id"], name="hearing_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="powerofattorney",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None), ("valid_until__gte", models.F("given_on")), _connector="OR"
                ),
                name="power_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedureevent",
            constraint=models.UniqueConstraint(fields=("procedure", "event"), name="procedure_event_once"),
        ),
        migrations.RunSQL("".join(map(guarded, TABLES)), "".join(map(open_again, TABLES))),
    ]
