"""A submission's content never changes under the application's role; an instance id is looked up narrowly."""

from django.db import migrations

from khetane.core.sql import APP

IMMUTABLE = f"""
    revoke update, delete on khetane_forms_submission from {APP};
    grant update (state, reason, waits_for) on khetane_forms_submission to {APP};
    revoke update, delete on khetane_forms_attachment from {APP};
    revoke update, delete on khetane_forms_keptupload from {APP};
    grant update (state, decided_by, decided_at, decision) on khetane_forms_keptupload to {APP};
    revoke update, delete on history_entitychange from {APP};
"""

# Whether an instance id is taken, and whether by this unit with these very bytes: no more is told.
KNOWN = f"""
    create function forms_known_instance(instance varchar, sending_unit uuid, sha256 bytea)
        returns table (id uuid, own boolean, same boolean, state varchar)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select case when s.unit_id = sending_unit then s.id end, s.unit_id = sending_unit,
                   s.content_sha256 = sha256, case when s.unit_id = sending_unit then s.state end
            from khetane_forms_submission s where s.instance_id = instance
        $$;
    revoke execute on function forms_known_instance(varchar, uuid, bytea) from public;
    grant execute on function forms_known_instance(varchar, uuid, bytea) to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0002_policies"), ("history", "0002_policies")]
    operations = [
        migrations.RunSQL(IMMUTABLE, migrations.RunSQL.noop),
        migrations.RunSQL(KNOWN, "drop function forms_known_instance(varchar, uuid, bytea)"),
    ]
