"""A device made for another account waits for its owner, who alone learns its secret."""

from django.db import migrations, models

from khetane.core.sql import APP
from khetane.core.viewer import SYSTEM_ACCOUNT

MAKES = "unit_id = any ((select khetane_units('device.write'))::uuid[])"
ENDS = "unit_id = any ((select khetane_units('device.end'))::uuid[])"
OWN = f"account_id = khetane_viewer() or khetane_viewer() = '{SYSTEM_ACCOUNT}'"
# By the application's role a device is made waiting or for oneself, and afterwards only ended.
POLICIES = f"""
    alter policy app_insert on access_device with check ({MAKES} and (state = 'waiting' or {OWN}));
    alter policy app_update on access_device using ({ENDS}) with check ({ENDS} and state in ('retired', 'stolen'));
    revoke update on access_device from {APP};
    grant update (state) on access_device to {APP};
"""
BEFORE = f"""
    alter policy app_insert on access_device with check ({MAKES});
    alter policy app_update on access_device using ({ENDS}) with check ({ENDS});
    grant update on access_device to {APP};
"""
TAKE_OVER = f"""
    create function access_device_take_over(device uuid, secret bytea) returns boolean
        language sql volatile security definer set search_path = public, pg_temp
        as $$
            with taken as (
                update access_device set token_hash = secret, state = 'active'
                where id = device and account_id = khetane_viewer() and state = 'waiting'
                returning 1)
            select exists (select 1 from taken)
        $$;
    revoke execute on function access_device_take_over(uuid, bytea) from public;
    grant execute on function access_device_take_over(uuid, bytea) to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0017_entering_quicker")]
    operations = [
        migrations.AlterField(
            model_name="device",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waits for its owner"),
                    ("active", "active"),
                    ("retired", "retired: may still send"),
                    ("stolen", "stolen: refused"),
                ],
                default="active",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.RunSQL(POLICIES, BEFORE),
        migrations.RunSQL(TAKE_OVER, "drop function access_device_take_over(uuid, bytea)"),
    ]
