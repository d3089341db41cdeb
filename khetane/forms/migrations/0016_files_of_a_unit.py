"""The files of a unit's form are its members'; a submission whose conflicts are all decided is applied (docs/adr/0502).

A CSV list that a form carries names whom it asks about. Forms stay readable for everybody signed in; what a unit adds
to its own ones is read by who sends with them, and files of a form that every unit is offered by everybody.
"""

from django.db import migrations

from khetane.core.sql import APP

READ = """
    exists (
        select 1 from khetane_forms_formversion v join khetane_forms_form form on form.id = v.form_id
        where v.id = khetane_forms_formmedia.version_id
          and case when form.unit_id is null
              then (select nullif(current_setting('khetane.viewer', true), '')::uuid) is not null
              else form.unit_id = any ((select khetane_units('submission.send'))::uuid[]) end)
"""
READ_BEFORE = "(select nullif(current_setting('khetane.viewer', true), '')::uuid) is not null"
NOTHING_WAITS = """
    update khetane_forms_submission s set state = 'applied'
    where s.state = 'conflict' {narrowed} and not exists (
        select 1 from history_conflictside side join history_conflict c on c.id = side.conflict_id
        where side.source = s.id and c.state = 'open')
"""
OF_THE_CONFLICT = "and s.id in (select source from history_conflictside where conflict_id = new.id)"
DECIDED = f"""
    create function forms_nothing_waits() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$ begin {NOTHING_WAITS.format(narrowed=OF_THE_CONFLICT)}; return null; end $$;
    create trigger forms_nothing_waits after update of state on history_conflict
        for each row when (old.state = 'open' and new.state <> 'open') execute function forms_nothing_waits();
    {NOTHING_WAITS.format(narrowed="")};
"""
UNDECIDED = "drop trigger forms_nothing_waits on history_conflict; drop function forms_nothing_waits();"


def reads(condition: str) -> str:
    return f"alter policy app_read on khetane_forms_formmedia to {APP} using ({condition});"


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0015_nobody_waits"), ("history", "0005_list_indexes")]
    operations = [
        migrations.RunSQL(reads(READ), reads(READ_BEFORE)),
        migrations.RunSQL(DECIDED, UNDECIDED),
    ]
