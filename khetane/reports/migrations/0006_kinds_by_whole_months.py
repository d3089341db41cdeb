"""Services and procedures by their kind are told of whole months only, as needs by area are (docs/adr/0601)."""

from django.db import migrations

# Whole months: of a day with one visit, the kinds would tell what one family was given, or goes to court for.
OF_UNIT = """
create or replace function reports_of_unit(of_unit uuid, since date, until date, bounds integer[])
    returns table (measure text, key text, number bigint)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        with counted as materialized (
            select c.measure, c.key, c.number from reports_counts(array[of_unit], since, until, bounds) c
            where of_unit = any ((select khetane_units('report.read'))::uuid[])),
        asked as (select extract(day from since) = 1 and extract(day from until + 1) = 1 as whole_months),
        -- The first word of these keys is an area or a kind; services have a line for all of them, whose key is empty.
        told as (
            select c.*, c.measure in ('needs', 'closed_needs', 'initiated', 'solved') as summed,
                   c.measure in ('services', 'service_persons', 'service_households') and c.key <> '' as detail
            from counted c)
        select t.measure, t.key, t.number from told t, asked
        where asked.whole_months or not (t.summed or t.detail)
        union all
        select t.measure, trim('all ' || split_part(t.key, ' ', 2)), sum(t.number)::bigint from told t, asked
        where not asked.whole_months and t.summed group by 1, 2
    $$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_needs_by_whole_months")]
    operations = [migrations.RunSQL(OF_UNIT, migrations.RunSQL.noop)]
