"""Who sees which grievances are past their time; only functions write it, each for one step and one kind of viewer."""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import APP, BACKUP, ERASER, Rows, erasable, not_erasable, protect, unprotect

EXPIRY, REMNANT, GRIEVANCE, CODE, CONCERN = (
    f"grievances_grievance{name}" for name in ("expiry", "remnant", "", "code", "concern")
)
# As a supervisor reads the grievance itself; what is gone, by the unit that it was about.
SEEN = """
    (unit_id = any ((select khetane_units('grievance.sort'))::uuid[])
     or (unit_id is null and (select khetane_holds('grievance.sort'))))
    and not coalesce(unit_id = any ((select grievances_own_units())::uuid[]), false)
    and not grievance = any ((select grievances_withheld())::uuid[])
"""
# No account reads what remains: counts alone come out, through functions of their own.
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
    "grievances_past(date), grievances_notice(uuid, date, date, date, date), grievances_lapse(uuid[]), "
    "grievances_decide(uuid[], text, text, date), grievances_confirmed(integer), grievances_expiry_follows()"
)
HERE = Path(__file__)


class Migration(migrations.Migration):
    dependencies = [("grievances", "0003_keeping"), ("subjects", "0009_kept_time")]
    operations = [
        migrations.RunSQL(
            protect(EXPIRY, Rows(read=SEEN, write="false"), delete=False)
            + f"revoke insert, update on {EXPIRY} from {APP};"
            + "".join(map(erasable, (EXPIRY, CODE, CONCERN))),
            "".join(map(not_erasable, (EXPIRY, CODE, CONCERN))) + unprotect(EXPIRY),
        ),
        migrations.RunSQL(COUNTED_ONLY, NOT_COUNTED),
        migrations.RunSQL(
            HERE.with_suffix(".sql").read_text(encoding="utf-8"),
            HERE.with_name("0004_undone.sql").read_text(encoding="utf-8")
            + f"drop trigger grievances_expiry_follows on {GRIEVANCE}; drop function {FUNCTIONS};",
        ),
    ]
