"""Needs by area are told of whole months only; of other days, how many there were in all areas (docs/adr/0601)."""

from django.db import migrations

COUNTED = "select c.measure, c.key, c.number from reports_counts(array[of_unit], since, until, bounds) c"
HELD = "of_unit = any ((select khetane_units('report.read'))::uuid[])"
OF_UNIT = """
create or replace function reports_of_unit(of_unit uuid, since date, until date, bounds integer[])
    returns table (measure text, key text, number bigint)
    language sql stable security definer set search_path = public, pg_temp
    as $$ {body} $$;
"""
# Whole months: of other days, two periods that differ by a day would tell what was found on it.
BY_MONTHS = f"""
    with counted as materialized ({COUNTED} where {HELD}),
    asked as (select extract(day from since) = 1 and extract(day from until + 1) = 1 as whole_months)
    select c.measure, c.key, c.number from counted c, asked
    where asked.whole_months or c.measure not in ('needs', 'closed_needs')
    union all
    select c.measure, 'all ' || split_part(c.key, ' ', 2), sum(c.number)::bigint from counted c, asked
    where not asked.whole_months and c.measure in ('needs', 'closed_needs') group by 1, 2
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_grievances")]
    operations = [
        migrations.RunSQL(OF_UNIT.format(body=BY_MONTHS), OF_UNIT.format(body=f"{COUNTED} where {HELD}"))
    ]
