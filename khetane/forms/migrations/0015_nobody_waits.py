"""Refuses where a submission waits: so that the quick way in may end its transaction with the statement that stores."""

from django.db import migrations

from khetane.core.sql import APP

NOBODY_WAITS = f"""
    create function forms_nobody_waits(arrivals text[]) returns void
        language plpgsql stable security definer set search_path = public, pg_temp
        as $$
        begin
            if exists (select from forms_waiting(arrivals)) then
                raise exception 'another submission waits for this one';
            end if;
        end $$;
    revoke execute on function forms_nobody_waits(text[]) from public;
    grant execute on function forms_nobody_waits(text[]) to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0014_fewer_indexes")]
    operations = [migrations.RunSQL(NOBODY_WAITS, "drop function forms_nobody_waits(text[])")]
