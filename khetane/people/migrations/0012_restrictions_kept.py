"""Who reads restrictions; the database alone writes them, and asks them wherever a consent is asked."""

from django.db import migrations

from khetane.core.sql import APP, Rows, erasable, follows_household, not_erasable, protect, stays, unprotect

TABLE = "people_restriction"
SEEN = "unit_id = any ((select khetane_units('identity.read') || khetane_units('content.read'))::uuid[])"
FUNCTIONS = f"""
    -- Whether an objection that waits, or was heeded, keeps a record from being used for anything new.
    create function people_restricted(household uuid, person uuid) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select exists (
                select 1 from people_restriction r
                where r.household_id = people_restricted.household and r.until is null
                  and (r.person_id is null or people_restricted.person is null
                       or r.person_id = people_restricted.person))
        $$;
    -- The submissions of restricted households in units from which the viewer exports.
    create function people_restricted_sources() returns setof uuid
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select distinct c.source
            from people_restriction r join history_entitychange c on c.household = r.household_id
            where r.until is null and c.source is not null
              and r.unit_id = any (khetane_units('records.export'))
        $$;
    revoke execute on function people_restricted(uuid, uuid), people_restricted_sources() from public;
    grant execute on function people_restricted_sources() to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_restrictions"),
        ("history", "0003_mandates"),
    ]
    operations = [
        migrations.RunSQL(
            protect(TABLE, Rows(read=SEEN, write="false"), delete=False)
            + f"revoke insert, update on {TABLE} from {APP};"
            + erasable(TABLE)
            + follows_household(TABLE)
            + FUNCTIONS,
            "drop function people_restricted_sources(), people_restricted(uuid, uuid);"
            + stays(TABLE)
            + not_erasable(TABLE)
            + unprotect(TABLE),
        ),
    ]
