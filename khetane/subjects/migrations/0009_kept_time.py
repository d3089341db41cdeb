"""Who sees what is past its time; only functions write it, each for one step and one kind of viewer."""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import (
    APP,
    BACKUP,
    ERASER,
    Rows,
    erasable,
    follows_household,
    not_erasable,
    protect,
    stays,
    unprotect,
)

EXPIRY, LOOK, REMNANT = "subjects_expiry", "subjects_expirylook", "subjects_remnant"
# Asked as itself: a function in SQL would be parsed anew by every question.
PROGRAM = "(select nullif(current_setting('khetane.viewer', true), '')::uuid) = '00000000-0000-4000-8000-000000000001'::uuid"
SEEN = Rows(
    read="unit_id = any ((select khetane_units('subject.request') || khetane_units('erasure.execute'))::uuid[])"
    f" or {PROGRAM}",
    write="false",
)
LOOKS = Rows(read=f"(select khetane_holds('erasure.execute')) or {PROGRAM}", write=PROGRAM)
IS_PROGRAM = f"""
    create function subjects_is_program() returns boolean
        language sql stable
        as $$ select coalesce(khetane_viewer() = '00000000-0000-4000-8000-000000000001'::uuid, false) $$;
    revoke execute on function subjects_is_program() from public;
    grant execute on function subjects_is_program() to {APP};
"""
# No account reads what remains: reports count it through functions of their own.
COUNTED_ONLY = f"""
    alter table {REMNANT} enable row level security;
    alter table {REMNANT} force row level security;
    create policy owner_all on {REMNANT} to current_user using (true) with check (true);
    create policy backup_read on {REMNANT} for select to {BACKUP} using (true);
    create policy eraser_insert on {REMNANT} for insert to {ERASER} with check (true);
    grant select on {REMNANT} to {BACKUP};
    grant insert on {REMNANT} to {ERASER};
"""
NOT_COUNTED = f"""
    drop policy owner_all on {REMNANT}; drop policy backup_read on {REMNANT}; drop policy eraser_insert on {REMNANT};
    revoke all on {REMNANT} from {BACKUP}, {ERASER};
    alter table {REMNANT} no force row level security;
    alter table {REMNANT} disable row level security;
"""
FUNCTIONS = (
    "subjects_homes_after(uuid, integer), subjects_past(uuid[], date), "
    "subjects_notice(uuid, text[], text, date, date, date, date), subjects_lapse(uuid[]), "
    "subjects_still_needed(uuid, text, date), subjects_decide(uuid[], text, text, date), "
    "subjects_pseudonymised(uuid[])"
)


class Migration(migrations.Migration):
    dependencies = [
        ("subjects", "0008_keeping"),
        ("people", "0013_households_by_code"),
        ("cases", "0016_restricted"),
        ("programmes", "0002_policies"),
        ("upgrading", "0002_policies"),
        ("outreach", "0012_closed_tasks"),
    ]
    operations = [
        migrations.RunSQL(IS_PROGRAM, "drop function subjects_is_program();"),
        migrations.RunSQL(
            protect(EXPIRY, SEEN, delete=False)
            + f"revoke insert, update on {EXPIRY} from {APP};"
            + erasable(EXPIRY)
            + follows_household(EXPIRY),
            stays(EXPIRY) + not_erasable(EXPIRY) + unprotect(EXPIRY),
        ),
        migrations.RunSQL(protect(LOOK, LOOKS, delete=False), unprotect(LOOK)),
        migrations.RunSQL(COUNTED_ONLY, NOT_COUNTED),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), f"drop function {FUNCTIONS};"
        ),
    ]
