"""Who declares another account concerned says why, and leaves a further one who can deal with it."""

from pathlib import Path

from django.db import migrations, models

# As 0002 makes it: without a reason, and without asking who is left.
BEFORE = """
    drop function grievances_concern(uuid, text, bytea);
    create function grievances_concern(asked uuid, address text) returns void
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        begin
            if not khetane_viewer() in (select grievances_reading(asked)) then
                raise insufficient_privilege using message = 'only who reads a grievance declares somebody concerned by it';
            end if;
            insert into grievances_grievanceconcern (grievance_id, account, declared_by, at)
            select asked, a.id, khetane_viewer(), now() from access_account a
            where case when address = '' then a.id = khetane_viewer() else lower(a.email) = address end
            on conflict do nothing;
        end $$;
    revoke execute on function grievances_concern(uuid, text) from public;
    grant execute on function grievances_concern(uuid, text) to khetane_app;
"""


class Migration(migrations.Migration):
    dependencies = [("grievances", "0004_kept_time")]
    operations = [
        migrations.AlterModelOptions(
            name="grievanceconcern",
            options={"ordering": ["at", "id"], "verbose_name": "conflict of interest"},
        ),
        migrations.AddField(
            model_name="grievanceconcern",
            name="sealed",
            field=models.BinaryField(default=b"", editable=False),
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), BEFORE),
    ]
