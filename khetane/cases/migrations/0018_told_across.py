"""That a person may be recorded in another unit, too, is told where the person recorded there agreed (docs/adr/0700)."""

from django.db import migrations

from khetane.core.sql import APP

BEFORE = "unit_id = any ((select khetane_units('identity.read'))::uuid[])"
# Who may decide, and nobody else; across units, only what the other side's consent lets be told.
TOLD = """
    unit_id = any ((select khetane_units('person.merge'))::uuid[])
    and (other_id is not null or people_told_across(unit_id, pair))
"""
FUNCTION = """
    create function people_told_across(of_unit uuid, of_pair text) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select exists (
                select 1 from people_matchcandidate there
                join people_person p on p.id = there.person_id
                join organisations_unit asking on asking.id = of_unit
                where there.pair = of_pair and there.unit_id <> of_unit and there.other_id is null
                  and cases_agreed(p.household_id, p.id, asking.code))
        $$;
    revoke execute on function people_told_across(uuid, text) from public;
    grant execute on function people_told_across(uuid, text) to khetane_app;
"""


def reads(condition: str) -> str:
    return f"alter policy app_read on people_matchcandidate to {APP} using ({condition});"


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_lists_of_one_mandate"), ("people", "0014_pairs_across_units")]
    operations = [
        migrations.RunSQL(
            FUNCTION + reads(TOLD), reads(BEFORE) + "drop function people_told_across(uuid, text);"
        ),
    ]
