"""Who of the project's staff may work in a unit's schemes, for who says that she does.

Her role stands on the municipality or above it as often as on the unit; grants on places are not a coordinator's to read.
Told are account and unit alone, of the units of who asks.
"""

from django.db import migrations

from khetane.core.sql import APP

REACHING = f"""
    create function programmes_staff_in_reach() returns table (account uuid, unit uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select distinct g.account_id, u.id
            from organisations_unit u
            join places_place town on town.id = u.municipality_id
            join access_rolegrant g on g.role_id = 'project_staff'
            join access_account a on a.id = g.account_id and a.is_active
            left join places_place top on top.id = g.place_id
            where u.id = any ((select khetane_units('scheme.staff'))::uuid[])
              and (g.unit_id = u.id or town.path <@ top.path and u.id <> all (g.widening || g.left_out))
              and g.begins <= current_date and (g.ends is null or g.ends > current_date)
              and (g.unconfirmed_since is null or not exists (
                  select 1 from access_role r where r.code = g.role_id and access_sees_persons(r.permissions)))
        $$;
    revoke execute on function programmes_staff_in_reach() from public;
    grant execute on function programmes_staff_in_reach() to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0002_policies"),
        ("access", "0023_clients_only"),
        ("organisations", "0005_directory"),
    ]
    operations = [migrations.RunSQL(REACHING, "drop function programmes_staff_in_reach()")]
