"""The functions that row-level security asks, and the audit log's guard."""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import SERVICE_ROLES

ROLES = "".join(
    f"""
    do $$ begin
        if not exists (select 1 from pg_roles where rolname = '{role}') then create role {role}; end if;
    end $$;
    grant usage on schema public to {role};
    """
    for role in SERVICE_ROLES
)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("organisations", "0001_initial"), ("places", "0001_initial")]
    operations = [
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")),
    ]
