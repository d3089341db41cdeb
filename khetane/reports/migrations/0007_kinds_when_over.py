"""Kinds are told once the period is over: two evenings of a month that goes on would tell one day's (docs/adr/0601).

Who reads the records of every mandate in the unit, and of all its households, is told them of a month that goes on, too.
"""

import importlib

from django.db import migrations

BEFORE = importlib.import_module("khetane.reports.migrations.0006_kinds_by_whole_months").OF_UNIT
TELLS = """
    create function reports_tells_kinds(of_unit uuid, since date, until date) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$
            with every (mandate) as (
                values ('coordination'), ('education'), ('health'), ('social_protection'), ('employment'), ('legal'))
            select extract(day from since) = 1 and extract(day from until + 1) = 1
                and (until < khetane_today()
                     or coalesce(khetane_readers() -> of_unit::text ?& (select array_agg(mandate) from every), false)
                        and coalesce(
                            khetane_clients() ?& (select array_agg(of_unit || ':' || mandate) from every), true))
        $$;
    revoke execute on function reports_tells_kinds(uuid, date, date) from public;
    grant execute on function reports_tells_kinds(uuid, date, date) to khetane_app;
"""
ASKED = "select extract(day from since) = 1 and extract(day from until + 1) = 1 as whole_months"
OF_UNIT = BEFORE.replace(ASKED, "select reports_tells_kinds(of_unit, since, until) as kinds").replace(
    "asked.whole_months", "asked.kinds"
)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_kinds_by_whole_months"),
        ("access", "0028_days_where_we_count_them"),
    ]
    operations = [
        migrations.RunSQL(TELLS, "drop function reports_tells_kinds(uuid, date, date)"),
        migrations.RunSQL(OF_UNIT, BEFORE),
    ]
