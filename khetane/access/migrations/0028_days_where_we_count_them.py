"""A day begins where Khetane counts days, in the database too: sessions of the application keep UTC, whose day ends an hour or two later.

Whoever was given a role after midnight held it from one o'clock, and one that had ended still opened until then.
"""

from django.db import migrations

TODAY = """
    create function khetane_today() returns date
        language sql stable parallel safe
        as $$ select (now() at time zone 'Europe/Belgrade')::date $$;
"""
# Each function as it stands, with the day asked of `khetane_today`: bodies stay where they were last written.
COUNTED_ANEW = r"""
    do $do$
    declare written text;
    begin
        for written in
            select regexp_replace(pg_get_functiondef(f.oid), '\mcurrent_date\M', 'khetane_today()', 'gi')
            from pg_proc f join pg_language l on l.oid = f.prolang
            where f.pronamespace = 'public'::regnamespace and f.prokind = 'f'
              and l.lanname in ('sql', 'plpgsql') and f.prosrc ~* '\mcurrent_date\M'
        loop
            execute written;
        end loop;
    end $do$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0027_entered_in_fewer_steps"),
        ("cases", "0018_told_across"),
        ("grievances", "0005_concern_of_another"),
        ("organisations", "0006_kept_by_area"),
        ("programmes", "0003_staff_in_reach"),
        ("reports", "0005_needs_by_whole_months"),
    ]
    operations = [
        migrations.RunSQL(TODAY, migrations.RunSQL.noop),
        migrations.RunSQL(COUNTED_ANEW, migrations.RunSQL.noop),
    ]
