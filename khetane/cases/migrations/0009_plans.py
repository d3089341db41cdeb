"""Plans of households and their steps; needs are closed with a day and what came of them (docs/adr/0550)."""

import uuid
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import Rows, erasable, follows_household, protect, stays, unprotect

READS = "unit_id = any ((select khetane_units('content.read'))::uuid[])"
WRITES = "unit_id = any ((select khetane_units('registry.write'))::uuid[])"
COORDINATES = "(select khetane_readers()) -> unit_id::text ? 'coordination'"
TAKES_IT = "(select khetane_readers()) -> unit_id::text ? mandate::text"
# Who draws up plans reads them; a step is told to the mandate that takes it.
TABLES = {
    "cases_caseplan": Rows(
        read=f"{READS} and {COORDINATES}", write=f"{WRITES} and {READS} and {COORDINATES}"
    ),
    "cases_planstep": Rows(
        read=f"{READS} and ({COORDINATES} or {TAKES_IT})", write=f"{WRITES} and {READS} and {COORDINATES}"
    ),
}


CLOSED = "update cases_need set closed_on = updated_at::date where state in ('met', 'dropped')"
WITHOUT = """
    drop function cases_tasks_of_steps(uuid);
    drop function cases_caseload(date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_legal_procedures"),
        ("organisations", "0003_unit_called_after_municipality"),
        ("outreach", "0009_tasks_closed"),
        ("people", "0008_policies_covered"),
        ("subjects", "0002_policies"),
        ("access", "0020_waiting_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="CasePlan",
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
                        default="coordination",
                        max_length=20,
                        verbose_name="mandate",
                    ),
                ),
                ("goals", models.TextField(verbose_name="what the family wants to reach, in their words")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being drawn up"),
                            ("agreed", "agreed with the family"),
                            ("reviewed", "in force, reviewed"),
                            ("closed", "closed"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="agreed on")),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="last reviewed on")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="to be reviewed on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("achieved", "achieved"),
                            ("partly", "partly achieved"),
                            ("not_achieved", "not achieved"),
                            ("ended_by_family", "the family no longer wants it"),
                            ("moved", "the family moved away"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="what came of it, and why")),
            ],
            options={
                "verbose_name": "plan",
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
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
                        verbose_name="who takes it",
                    ),
                ),
                ("account", models.UUIDField(blank=True, null=True, verbose_name="by name")),
                ("what", models.CharField(max_length=300, verbose_name="what")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("dropped", "dropped")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("result", models.TextField(blank=True, verbose_name="what came of it, or why not")),
            ],
            options={
                "verbose_name": "step of a plan",
            },
        ),
        migrations.AddField(
            model_name="need",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="closed on"),
        ),
        migrations.AddField(
            model_name="need",
            name="outcome",
            field=models.TextField(blank=True, verbose_name="what came of it, or why not"),
        ),
        migrations.AlterField(
            model_name="need",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("working", "being worked on"),
                    ("met", "met"),
                    ("dropped", "dropped"),
                ],
                default="open",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("state__in", ["open", "working"])),
                    models.Q(
                        models.Q(("state__in", ["open", "working"]), _negated=True),
                        ("closed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="need_closed_with_its_day",
            ),
        ),
        migrations.AddField(
            model_name="caseplan",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="caseplans", to="people.household"
            ),
        ),
        migrations.AddField(
            model_name="caseplan",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="plansteps", to="people.household"
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="need",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="plansteps",
                to="cases.need",
                verbose_name="need",
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.caseplan"
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="task",
            field=models.UUIDField(blank=True, null=True, verbose_name="task"),
        ),
        migrations.AddField(
            model_name="planstep",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddIndex(
            model_name="caseplan",
            index=models.Index(fields=["unit", "review_on", "id"], name="plan_by_review"),
        ),
        migrations.AddIndex(
            model_name="caseplan",
            index=models.Index(fields=["household"], name="plan_by_household"),
        ),
        migrations.AddConstraint(
            model_name="caseplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=("household",),
                name="plan_one_open_per_household",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_on__isnull", True)),
                    _connector="OR",
                ),
                name="plan_closed_with_its_day",
            ),
        ),
        migrations.AddIndex(
            model_name="planstep",
            index=models.Index(fields=["household"], name="step_by_household"),
        ),
        migrations.AddIndex(
            model_name="planstep",
            index=models.Index(fields=["unit", "mandate", "until"], name="step_by_mandate"),
        ),
        migrations.AddIndex(
            model_name="planstep",
            index=models.Index(fields=["task"], name="step_by_task"),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)),
                    _connector="OR",
                ),
                name="step_closed_with_its_day",
            ),
        ),
        *(
            migrations.RunSQL(
                protect(table, rows) + erasable(table) + follows_household(table),
                stays(table) + unprotect(table),
            )
            for table, rows in TABLES.items()
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), WITHOUT),
    ]
