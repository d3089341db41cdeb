"""Who reads and writes grievances; what whoever holds a code is told."""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import APP, Rows, erasable, protect, unprotect

GRIEVANCE, CODE, MESSAGE, CONCERN, ATTEMPT = (
    f"grievances_grievance{name}" for name in ("", "code", "message", "concern", "attempt")
)
# One's own doing is not read at all, not even by who handles grievances elsewhere in the same unit's place.
READ = """
    ((unit_id = any ((select khetane_units('grievance.handle'))::uuid[]) and not apart)
     or unit_id = any ((select khetane_units('grievance.sort'))::uuid[])
     or (unit_id is null and (select khetane_holds('grievance.sort'))))
    and not coalesce(unit_id = any ((select grievances_own_units())::uuid[]), false)
    and not id = any ((select grievances_withheld())::uuid[])
"""
TAKEN = "taken_by = khetane_viewer() and state = 'received' and (select khetane_holds('grievance.take'))"
CODED = "(select khetane_holds('grievance.take')) and grievances_took(grievance_id)"
READABLE = (
    "(select khetane_holds('grievance.handle')) "
    "and exists (select 1 from grievances_grievance g where g.id = grievance_id)"
)
CHANGED = (
    "unit_id, apart, state, answer_by, acknowledged_at, answered_at, closed_at, handled_by, body, agreed_on, "
    "escalated_at, satisfied, reopened"
)
# Taken in once, then changed by who reads it; what was written is never changed.
GRIEVANCES = f"""
    drop policy app_insert on {GRIEVANCE};
    create policy app_insert on {GRIEVANCE} for insert to {APP} with check ({TAKEN});
    revoke update on {GRIEVANCE} from {APP};
    grant update ({CHANGED}) on {GRIEVANCE} to {APP};
"""
CODES = f"revoke update on {CODE} from {APP};"
MESSAGES = f"""
    drop policy app_insert on {MESSAGE};
    create policy app_insert on {MESSAGE} for insert to {APP}
        with check (written_by = khetane_viewer() and kind <> 'reply' and {READABLE});
    revoke update on {MESSAGE} from {APP};
"""
BY_FUNCTION = "".join(f"revoke insert, update on {table} from {APP};" for table in (CONCERN, ATTEMPT))
PROTECTED = (
    protect(GRIEVANCE, Rows(read=READ, write=READ), delete=False)
    + GRIEVANCES
    + protect(CODE, Rows(read="false", write=CODED), delete=False)
    + CODES
    + protect(MESSAGE, Rows(read=READABLE, write="false"), delete=False)
    + MESSAGES
    + protect(CONCERN, Rows(read=READABLE, write="false"), delete=False)
    + protect(ATTEMPT, Rows(read="false", write="false"), delete=False)
    + BY_FUNCTION
    + "".join(map(erasable, (GRIEVANCE, MESSAGE)))
)
SEES_PERSONS = """
    create or replace function access_sees_persons(permissions varchar[]) returns boolean
        language sql immutable parallel safe
        as $$
            select permissions && array['identity.read', 'content.read', 'self_identification.read', 'submission.read',
                                        'override.use', 'grant.confirm', 'device.write', 'scheme.read']::varchar[]
        $$;
"""
FUNCTIONS = (
    "of_unit(uuid, date)", "told(uuid[], date)", "attempt(text, bytea, integer)", "unread_units()", "concern(uuid, text)",
    "readers(uuid)", "reading(uuid)", "satisfied(bytea, text)", "reply(bytea, uuid, bytea, date, boolean)",
    "messages_behind(bytea)", "behind(bytea)", "known(bytea)", "took(uuid)", "withheld()", "own_units()",
)  # fmt: skip
UNPROTECTED = (
    "".join(f"drop policy eraser_all on {table};" for table in (GRIEVANCE, MESSAGE))
    + "".join(map(unprotect, (ATTEMPT, CONCERN, MESSAGE, CODE, GRIEVANCE)))
    + "".join(f"drop function grievances_{one};" for one in FUNCTIONS)
    + SEES_PERSONS
)


class Migration(migrations.Migration):
    dependencies = [
        ("grievances", "0001_initial"),
        ("access", "0025_entered_by_role"),
        ("programmes", "0002_policies"),
    ]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8") + PROTECTED, UNPROTECTED
        )
    ]
