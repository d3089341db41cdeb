"""Counts for the operator, who may read no record: over the whole installation, never of one unit."""

from django.db import migrations

from khetane.core.sql import APP

FUNCTIONS = """
    create function operations_submissions() returns table (state varchar, submissions bigint)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select s.state, count(*) from khetane_forms_submission s
            where khetane_holds('operations.read') group by s.state order by s.state
        $$;

    -- How long the oldest event that is not sealed has waited.
    create function operations_unsealed_since() returns timestamptz
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select min(e.at) from access_auditevent e
            where khetane_holds('operations.read') and e.epoch = access_audit_epoch_now() and e.xid > coalesce(
                (select max(b.xid_to) from access_auditblock b where b.epoch = access_audit_epoch_now()), 0)
        $$;
"""
NAMES = ("operations_submissions()", "operations_unsealed_since()")
RIGHTS = "".join(
    f"revoke execute on function {name} from public; grant execute on function {name} to {APP};"
    for name in NAMES
)


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0006_names_on_devices"), ("access", "0006_narrower")]
    operations = [
        migrations.RunSQL(FUNCTIONS + RIGHTS, "".join(f"drop function {name};" for name in NAMES)),
    ]
