"""Who sees and writes accounts' grants, devices, tokens, overrides and the audit."""

from django.db import migrations

from khetane.core.sql import APP, BACKUP, SEALER, Rows, open_to_app, protect

GRANTS = Rows(
    read="account_id = khetane_viewer() or (select khetane_holds('account.read'))",
    write="(select khetane_holds('account.write'))",
)
DEVICES = Rows(
    read="account_id = khetane_viewer() or unit_id = any ((select khetane_units('device.write'))::uuid[])",
    write="unit_id = any ((select khetane_units('device.write'))::uuid[])",
)
TOKENS = Rows(read="account_id = khetane_viewer()", write="account_id = khetane_viewer()")
OVERRIDES = Rows(
    read="account_id = khetane_viewer() or (select khetane_holds('override.review'))",
    write="(account_id = khetane_viewer() and (select khetane_holds('override.use'))) "
    "or (select khetane_holds('override.review'))",
)
AUDIT = f"""
    alter table access_auditevent enable row level security;
    alter table access_auditevent force row level security;
    create policy owner_all on access_auditevent to current_user using (true) with check (true);
    create policy service_read on access_auditevent for select to {BACKUP}, {SEALER} using (true);
    create policy app_read on access_auditevent for select to {APP} using (
        unit = any ((select khetane_units('audit.read'))::uuid[])
        or account = khetane_viewer()
        or (unit is null and (select khetane_holds('override.review') or khetane_holds('operations.read'))));
    create policy app_insert on access_auditevent for insert to {APP} with check (account = khetane_viewer());
    grant select, insert on access_auditevent to {APP};
    grant select on access_auditevent to {BACKUP}, {SEALER};
    grant usage on all sequences in schema public to {APP};
    alter default privileges in schema public grant usage on sequences to {APP};
    grant select on access_auditblock, access_audit_epoch to {APP}, {BACKUP}, {SEALER};
    grant insert on access_auditblock to {SEALER};
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_functions")]
    operations = [
        migrations.RunSQL(open_to_app("access_account")),
        migrations.RunSQL(
            protect("access_role", Rows(read="true", write="(select khetane_holds('account.write'))"))
        ),
        migrations.RunSQL(protect("access_rolegrant", GRANTS, delete=False)),
        migrations.RunSQL(protect("access_device", DEVICES, delete=False)),
        migrations.RunSQL(protect("access_apitoken", TOKENS, delete=False)),
        migrations.RunSQL(protect("access_override", OVERRIDES, delete=False)),
        migrations.RunSQL(AUDIT),
    ]
