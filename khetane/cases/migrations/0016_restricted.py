"""Nothing crosses to another mandate or institution while an objection keeps the record from being used."""

from django.db import migrations

from khetane.core.sql import clients_only, not_clients_only, of_clients

AGREED = """
    create or replace function cases_agreed(household uuid, person uuid, recipient text) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select not people_restricted(cases_agreed.household, cases_agreed.person) and exists (
                select 1 from people_consent c
                where (c.person_id = cases_agreed.person
                       or (c.household_id = cases_agreed.household and c.person_id is null))
                  and c.purpose in ('referral', 'sharing') and recipient = any (c.recipients)
                  and c.given_on <= cases_today()
                  and (c.withdrawn_on is null or cases_today() < c.withdrawn_on))
        $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_clients"),
        ("people", "0012_restrictions_kept"),
    ]
    operations = [
        migrations.RunSQL(AGREED, migrations.RunSQL.noop),
        migrations.RunSQL(
            clients_only("people_restriction", of_clients("household_id")),
            not_clients_only("people_restriction"),
        ),
    ]
