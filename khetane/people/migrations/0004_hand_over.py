"""Handing a household over to another unit, with everything that is recorded of it."""

from django.db import migrations

from khetane.core.sql import APP

# Rows that name their household, by column; history too, so that the next edit can be merged.
BY_HOUSEHOLD = {
    "people_person": "household_id",
    "people_membership": "household_id",
    "people_document": "household_id",
    "people_selfidentification": "household_id",
    "people_personstatus": "household_id",
    "people_consent": "household_id",
    "outreach_visitnote": "household_id",
    "outreach_task": "household_id",
    "cases_need": "household_id",
    "cases_referral": "household_id",
    "cases_service": "household_id",
    "cases_procedure": "household_id",
    "history_entitychange": "household",
    "history_conflict": "household",
    "history_attributes": "household",
}
MOVES = "\n".join(
    f"update {table} set unit_id = to_unit where {column} = handed and unit_id = from_unit;"
    for table, column in BY_HOUSEHOLD.items()
)
# The only writer of a household's unit after it was made. Tells nothing of households of other units.
HAND_OVER = f"""
    create function people_hand_over(handed uuid, to_unit uuid, day date) returns boolean
        language plpgsql security definer set search_path = public, pg_temp
        as $$
        declare
            from_unit uuid;
        begin
            select unit_id into from_unit from people_household
            where id = handed and unit_id = any (khetane_units('household.hand_over')) and unit_id <> to_unit
            for update;
            if from_unit is null or not exists (select 1 from organisations_unit where id = to_unit) then
                return false;
            end if;
            update people_responsibility set ends = day where household_id = handed and ends is null;
            insert into people_responsibility (id, household_id, unit_id, begins)
            values (gen_random_uuid(), handed, to_unit, day);
            update people_household set unit_id = to_unit, updated_at = now() where id = handed;
            update people_personkey set unit_id = to_unit
            where person_id in (select id from people_person where household_id = handed);
            {MOVES}
            update history_conflictside set unit_id = to_unit
            where conflict_id in (select id from history_conflict where household = handed);
            return true;
        end $$;
    revoke execute on function people_hand_over(uuid, uuid, date) from public;
    grant execute on function people_hand_over(uuid, uuid, date) to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_split_from"),
        ("outreach", "0002_policies"),
        ("cases", "0002_policies"),
        ("history", "0003_mandates"),
    ]
    operations = [
        migrations.RunSQL(HAND_OVER, "drop function people_hand_over(uuid, uuid, date)"),
    ]
