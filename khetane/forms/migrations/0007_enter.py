"""A device's upload enters with one statement: who sends, what is here under its id, which form version it is of."""

from django.db import migrations

from khetane.core.sql import APP

# The rows are the grants, as `access_enter` gives them; the last one has none and tells the rest. What two
# permissions reach is kept for the transaction (access/migrations/0007), since every upload needs both.
# What is known is looked up after the lock is had, as in a statement of its own. The state of a device of which
# a process only remembers who it is, is asked here: a stolen one is refused from that moment on.
ENTER = f"""
    create function forms_enter(
            account uuid, entry text, sending_unit uuid, remembered_device uuid, alone boolean,
            instance varchar, sha256 bytea, asked_form varchar, asked_version varchar)
        returns table (permissions varchar[], mandates varchar[], unit_ids uuid[],
                       known uuid, own boolean, same boolean, state varchar, form_version uuid,
                       device_state varchar)
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        declare
            lock bigint := ('x' || left(replace(sending_unit::text, '-', ''), 16))::bit(64)::bigint;
            sending uuid[] := '{{}}';
            writing uuid[] := '{{}}';
        begin
            for permissions, mandates, unit_ids in
                select e.permissions, e.mandates, e.unit_ids from access_enter(account, entry) e
            loop
                if 'submission.send' = any (permissions) then sending := sending || unit_ids; end if;
                if 'registry.write' = any (permissions) then writing := writing || unit_ids; end if;
                return next;
            end loop;
            perform access_keep('khetane.units.submission.send', sending),
                    access_keep('khetane.units.registry.write', writing);
            if alone then
                perform pg_advisory_xact_lock(lock);
            else
                perform pg_advisory_xact_lock_shared(lock);
            end if;
            select k.id, k.own, k.same, k.state into known, own, same, state
            from forms_known_instance(instance, sending_unit, sha256) k;
            select v.id into form_version
            from khetane_forms_formversion v join khetane_forms_form f on f.id = v.form_id
            where f.form_id = asked_form and v.version = asked_version;
            select d.state into device_state
            from access_device d join access_account a on a.id = d.account_id
            where d.id = remembered_device and d.account_id = account and d.unit_id = sending_unit and a.is_active;
            permissions := '{{}}';
            mandates := '{{}}';
            unit_ids := '{{}}';
            return next;
        end $$;
    revoke execute on function forms_enter(uuid, text, uuid, uuid, boolean, varchar, bytea, varchar, varchar) from public;
    grant execute on function forms_enter(uuid, text, uuid, uuid, boolean, varchar, bytea, varchar, varchar) to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("khetane_forms", "0006_names_on_devices"),
        ("access", "0007_once_a_transaction"),
    ]
    operations = [
        migrations.RunSQL(
            ENTER,
            "drop function forms_enter(uuid, text, uuid, uuid, boolean, varchar, bytea, varchar, varchar)",
        ),
    ]
