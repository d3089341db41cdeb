"""Records that may be of one person: proposals, merges, and what moves with a person (docs/adr/0610)."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import APP, MATCHING, UnitRows, erasable, not_erasable, protect, unprotect

IDENTITY = UnitRows(read="identity.read", write="registry.write", household="household_id")
PLAIN = UnitRows(read="identity.read", write="registry.write")
THERE = "merged_into_id is null"
# Whoever was merged is there for nobody.
SHOWN = f"""
    alter policy app_read on people_person using (({IDENTITY.using()}) and {THERE});
    alter policy app_update on people_person using (({PLAIN.change()}) and {THERE}) with check (({PLAIN.change()}) and {THERE});
    alter policy app_delete on people_person using (({PLAIN.change()}) and {THERE});
"""
BEFORE = f"""
    alter policy app_read on people_person using ({IDENTITY.using()});
    alter policy app_update on people_person using ({PLAIN.change()}) with check ({PLAIN.change()});
    alter policy app_delete on people_person using ({PLAIN.change()});
"""
# Only the two functions write merges. A proposal is made by the matching, and decided by who may merge.
DECIDED = UnitRows(read="identity.read", write="person.merge")
TABLES = {"people_merge": DECIDED, "people_matchcandidate": DECIDED}
RIGHTS = f"revoke insert, update, delete on people_merge from {APP};"
# What the matching's own role reads: who somebody is and where she lives, never what is done for her.
READ_BY_MATCHING = {
    "people_person": "id, unit_id, household_id, given_name, family_name, sex, birth_date, birth_precision, merged_into_id",
    "people_household": "id, address, place_id",
    "people_document": "id, person_id, kind, number_hash",
    "places_place": "id, name",
}
MATCHES = (
    "".join(
        f"grant select ({columns}) on {table} to {MATCHING}; create policy matching_read on {table} for select to {MATCHING} using (true);"
        for table, columns in READ_BY_MATCHING.items()
    )
    + f"""
    grant select, insert, update, delete on people_matchcandidate to {MATCHING};
    create policy matching_all on people_matchcandidate to {MATCHING} using (true) with check (true);
"""
)
NO_MATCHES = (
    "".join(
        f"drop policy matching_read on {table}; revoke select ({columns}) on {table} from {MATCHING};"
        for table, columns in READ_BY_MATCHING.items()
    )
    + f"drop policy matching_all on people_matchcandidate; revoke all on people_matchcandidate from {MATCHING};"
)
SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
NO_SQL = """
    drop trigger merged_follow on people_person;
    drop function people_merged_follow();
    drop function people_part_persons(uuid);
    drop function people_merge_persons(uuid, uuid, uuid, text[], jsonb, jsonb);
    drop function people_move_row(text, name, jsonb, uuid, uuid, jsonb);
    drop function people_person_columns();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_unit_called_after_municipality"),
        ("people", "0009_persons_covered"),
        ("access", "0021_changed_by_its_readers"),
        ("places", "0007_derived_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchCandidate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("pair", models.CharField(max_length=64)),
                ("probability", models.FloatField(verbose_name="probability")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be looked at"),
                            ("not_same", "not the same person"),
                            ("same", "merged"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="found")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("decided_by", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "possible match",
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("was", models.JSONField(default=dict)),
                ("became", models.JSONField(default=dict)),
                ("moved", models.JSONField(default=list)),
                ("removed", models.JSONField(default=list)),
                ("merged_at", models.DateTimeField(verbose_name="merged")),
                ("merged_by", models.UUIDField()),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                ("undone_by", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "merge",
            },
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_by_unit",
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["unit", "updated_at", "id"],
                include=("household", "merged_into"),
                name="person_by_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="person_merged_into",
            ),
        ),
        migrations.AddField(
            model_name="matchcandidate",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="matchcandidate",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="candidates", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="matchcandidate",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="household",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="people.household",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="matchcandidate",
            index=models.Index(
                fields=["unit", "state", "-probability", "id"], name="match_candidate_by_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="matchcandidate",
            constraint=models.UniqueConstraint(fields=("unit", "pair"), name="match_candidate_once"),
        ),
        migrations.AddConstraint(
            model_name="matchcandidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="match_candidate_decided_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["kept", "merged_at"], name="merge_by_kept"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("merged",), name="merged_into_one"
            ),
        ),
        *(
            migrations.RunSQL(protect(table, rows) + erasable(table), not_erasable(table) + unprotect(table))
            for table, rows in TABLES.items()
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL(SHOWN, BEFORE),
        migrations.RunSQL(MATCHES, NO_MATCHES),
        migrations.RunSQL(SQL, NO_SQL),
    ]
