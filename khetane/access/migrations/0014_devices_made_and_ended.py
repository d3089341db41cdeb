"""Making a device shows its unit's households to whoever scans it; ending one shows nothing: two permissions."""

from django.db import migrations

from khetane.core.sql import APP

SPLIT = f"""
    update access_role set permissions = array_append(permissions, 'device.end')
        where 'device.write' = any (permissions) and not 'device.end' = any (permissions);
    alter policy app_read on access_device to {APP} using (
        account_id = khetane_viewer()
        or unit_id = any ((select khetane_units('device.end'))::uuid[])
        or unit_id = any ((select khetane_units('device.write'))::uuid[]));
    alter policy app_update on access_device to {APP}
        using (unit_id = any ((select khetane_units('device.end'))::uuid[]))
        with check (unit_id = any ((select khetane_units('device.end'))::uuid[]));
    create or replace function access_sees_persons(permissions varchar[]) returns boolean
        language sql immutable parallel safe
        as $$
            select permissions && array['identity.read', 'content.read', 'self_identification.read', 'submission.read',
                                        'override.use', 'grant.confirm', 'device.write']::varchar[]
        $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0013_epoch_by_default")]
    operations = [migrations.RunSQL(SPLIT, migrations.RunSQL.noop)]
