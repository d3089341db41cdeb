"""Which ids were erased: so that a record which comes in later is taken without the erased person."""

from django.db import migrations, models

from khetane.core.sql import APP, BACKUP, ERASER

TABLE = "khetane_forms_erased"
ROWS = f"""
    alter table {TABLE} enable row level security;
    alter table {TABLE} force row level security;
    create policy owner_all on {TABLE} to current_user using (true) with check (true);
    create policy backup_read on {TABLE} for select to {BACKUP} using (true);
    create policy eraser_all on {TABLE} to {ERASER} using (true) with check (true);
    grant select on {TABLE} to {BACKUP};
    grant select, insert on {TABLE} to {ERASER};
"""

# Tells of ids that one has whether they were erased. Volatile: it looks after the lock of the unit is had.
AMONG = f"""
    create function forms_erased_among(named uuid[]) returns uuid[]
        language sql volatile security definer set search_path = public, pg_temp
        as $$ select array_agg(id) from khetane_forms_erased where id = any (named) $$;
    revoke execute on function forms_erased_among(uuid[]) from public;
    grant execute on function forms_erased_among(uuid[]) to {APP};
"""

# A redacted submission may still wait, or be corrected: what is left in it is what the others said.
TO_APPLY = """
    create or replace function forms_to_apply(submission uuid) returns setof khetane_forms_submission
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select s.* from khetane_forms_submission s
            where s.id = submission
              and ((s.account = khetane_viewer() and s.unit_id = any (khetane_units('submission.send')))
                   or (s.unit_id = any (khetane_units('submission.read'))
                       and (s.mandate = '' or (s.unit_id, s.mandate::text) in
                            (select unit_id, mandate from khetane_mandates()))))
        $$;
"""


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0010_titles")]
    operations = [
        migrations.CreateModel(
            name="Erased",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="erased")),
            ],
            options={"verbose_name": "erased id"},
        ),
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(AMONG, "drop function forms_erased_among(uuid[])"),
        migrations.RunSQL(TO_APPLY, migrations.RunSQL.noop),
    ]
