"""That a household went along with its merged settlement stands in a table and in the audit: who, when, from where to where.

Whoever merges places may not read households, so the database writes both; nobody else may. Rows go with their
household wherever it is handed over, erased, or taken back with an import.
"""

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import (
    APP,
    UnitRows,
    clients_only,
    erasable,
    follows_household,
    not_clients_only,
    not_erasable,
    of_clients,
    protect,
    stays,
    unprotect,
)

TABLE = "outreach_householdmove"
ROWS = UnitRows(read="identity.read", write="registry.write", household="household_id")
ADDED_BY_THE_TRIGGER = f"revoke insert, update on {TABLE} from {APP};"
WITH_ITS_HOUSEHOLD = f"""
    alter table {TABLE} add constraint {TABLE}_of foreign key (household_id) references people_household (id)
        on delete cascade deferrable initially deferred;
"""
MOVED = """
    create or replace function outreach_settlement_merged() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$
        declare
            who uuid := coalesce(khetane_viewer(), '00000000-0000-4000-8000-000000000001');
        begin
            with moved as (
                update people_household set place_id = new.successor_id where place_id = new.place_id
                returning id, unit_id
            ), told as (
                insert into outreach_householdmove (id, household_id, unit_id, place_id, successor_id, account, at)
                select gen_random_uuid(), id, unit_id, new.place_id, new.successor_id, who, now() from moved
            )
            insert into access_auditevent (account, action, kind, subjects, fields, unit)
            select who, 'wrote', 'household', array_agg(id order by id), '{place}', unit_id from moved group by unit_id;
            update outreach_visit set place_id = new.successor_id where place_id = new.place_id and state = 'planned';
            return null;
        end $$;
"""
AS_BEFORE = """
    create or replace function outreach_settlement_merged() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$ begin
            update people_household set place_id = new.successor_id where place_id = new.place_id;
            update outreach_visit set place_id = new.successor_id where place_id = new.place_id and state = 'planned';
            return null;
        end $$;
"""


def to(model: str, *, related: str = "+", constraint: bool = True) -> Any:
    kept = django.db.models.deletion.PROTECT if constraint else django.db.models.deletion.CASCADE
    return models.ForeignKey(on_delete=kept, related_name=related, to=model, db_constraint=constraint)


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0012_closed_tasks"),
        ("access", "0023_clients_only"),
        ("organisations", "0005_directory"),
        ("people", "0013_households_by_code"),
        ("places", "0007_derived_names"),
    ]
    operations = [
        migrations.CreateModel(
            name="HouseholdMove",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("account", models.UUIDField(verbose_name="who")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("household", to("people.household", related="moves", constraint=False)),
                ("unit", to("organisations.unit")),
                ("place", to("places.place")),
                ("successor", to("places.place")),
            ],
            options={"verbose_name": "household's move"},
        ),
        migrations.RunSQL(
            protect(TABLE, ROWS, delete=False) + ADDED_BY_THE_TRIGGER + WITH_ITS_HOUSEHOLD, unprotect(TABLE)
        ),
        migrations.RunSQL(clients_only(TABLE, of_clients("household_id")), not_clients_only(TABLE)),
        migrations.RunSQL(erasable(TABLE), not_erasable(TABLE)),
        migrations.RunSQL(follows_household(TABLE), stays(TABLE)),
        migrations.RunSQL(MOVED, AS_BEFORE),
    ]
