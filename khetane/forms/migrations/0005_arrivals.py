"""What a device's upload needs to know and change where its account may not read (its mandate is another's).

Each function asks itself what the viewer holds, and tells of the viewer's own units only.
"""

from django.db import migrations

from khetane.core.sql import APP

# Whose an instance id is, is told to senders of that very unit only.
KNOWN = """
    create or replace function forms_known_instance(instance varchar, sending_unit uuid, sha256 bytea)
        returns table (id uuid, own boolean, same boolean, state varchar)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select case when o.own then s.id end, o.own, o.own and s.content_sha256 = sha256,
                   case when o.own then s.state end
            from khetane_forms_submission s
            cross join lateral (
                select s.unit_id = sending_unit and (sending_unit = any (khetane_units('submission.send'))
                       or sending_unit = any (khetane_units('registry.write'))) as own) o
            where s.instance_id = instance
        $$;
"""

FUNCTIONS = """
    -- An earlier submission of the viewer's unit: its key seals the attachments that come later.
    create function forms_own_instance(instance varchar, sending_unit uuid)
        returns table (id uuid, mandate varchar, state varchar, key bytea, key_id varchar,
                       names varchar[], hashes bytea[])
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select s.id, s.mandate, s.state, s.key, s.key_id,
                   array(select a.name from khetane_forms_attachment a where a.submission_id = s.id order by a.name),
                   array(select a.sha256 from khetane_forms_attachment a where a.submission_id = s.id order by a.name)
            from khetane_forms_submission s
            where s.instance_id = instance and s.unit_id = sending_unit
              and sending_unit = any (khetane_units('submission.send'))
        $$;

    -- A submission for applying it again: to whoever sent it, and to whoever may read it.
    create function forms_to_apply(submission uuid) returns setof khetane_forms_submission
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select s.* from khetane_forms_submission s
            where s.id = submission and s.erased_at is null
              and ((s.account = khetane_viewer() and s.unit_id = any (khetane_units('submission.send')))
                   or (s.unit_id = any (khetane_units('submission.read'))
                       and (s.mandate = '' or (s.unit_id, s.mandate::text) in
                            (select unit_id, mandate from khetane_mandates()))))
        $$;

    -- What became of a submission of the viewer's units.
    create function forms_settle(submission uuid, becomes varchar, why text, waiting varchar) returns void
        language sql volatile security definer set search_path = public, pg_temp
        as $$
            update khetane_forms_submission s set state = becomes, reason = why, waits_for = waiting
            where s.id = submission and s.unit_id = any (khetane_units('submission.send'))
        $$;
"""
# Who sent what waits, from which device: it is applied again as that account.
WAITING = """
    drop function forms_waiting(text[]);
    create function forms_waiting(arrivals text[]) returns table (id uuid, account uuid, device uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select s.id, s.account, s.device from khetane_forms_submission s
            where s.waits_for = any (arrivals) and s.waits_for <> ''
            order by s.received_at, s.id
        $$;
"""
NAMES = (
    "forms_waiting(text[])",
    "forms_own_instance(varchar, uuid)",
    "forms_to_apply(uuid)",
    "forms_settle(uuid, varchar, text, varchar)",
)
RIGHTS = "".join(
    f"revoke execute on function {name} from public; grant execute on function {name} to {APP};"
    for name in NAMES
)


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0004_apply")]
    operations = [
        migrations.RunSQL(KNOWN + WAITING, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS + RIGHTS, "".join(f"drop function {name};" for name in NAMES)),
    ]
