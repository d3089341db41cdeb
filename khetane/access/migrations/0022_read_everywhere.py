"""Records of a mandate are read by comparing it with a short list: a page of ten units costs a quarter less.

Tables made from now on ask so from the start; this brings those of which lists are made to the same. Those that no
list is made of keep the words of before, which say the same.
"""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import APP, UnitRows, changed_only

CONTENT = UnitRows(read="content.read", write="registry.write", mandate="mandate")
HISTORY = UnitRows(read="identity.read", write="registry.write", mandate="mandate")
SUBMITTED = UnitRows(read="submission.read", write="submission.send", mandate="mandate")
TABLES = {
    "cases_need": CONTENT,
    "cases_service": CONTENT,
    "cases_procedure": CONTENT,
    "outreach_visitnote": CONTENT,
    "history_entitychange": HISTORY,
    "history_conflict": HISTORY,
    "history_attributes": HISTORY,
    "khetane_forms_entity": HISTORY,
    "khetane_forms_submission": SUBMITTED,
    "khetane_forms_attachment": SUBMITTED,
}
TASKS = UnitRows(read="identity.read", write="registry.write", household="household_id")
TASKS_READ = f"""
    (mandate in ('', 'coordination') or coalesce(
        mandate = any ((select khetane_read_everywhere())::text[]),
        (select khetane_readers()) -> unit_id::text ? mandate::text)) and {TASKS.using()}
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0021_changed_by_its_readers"), ("outreach", "0005_tasks_of_their_mandate")]
    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")),
        *(
            migrations.RunSQL(
                f"alter policy app_read on {table} to {APP} using ({rows.using()});"
                + changed_only(table, rows.change()),
                migrations.RunSQL.noop,
            )
            for table, rows in TABLES.items()
        ),
        migrations.RunSQL(
            f"alter policy app_read on outreach_task to {APP} using ({TASKS_READ})", migrations.RunSQL.noop
        ),
    ]
