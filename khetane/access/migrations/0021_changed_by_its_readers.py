"""A row is changed and deleted only by whoever reads it, and into one that she reads (docs/adr/0540).

Policies asked for the unit alone: a statement without a condition turned another mandate's rows into one's own.
Tables made from now on are protected so from the start; this brings those made before to the same.
"""

from django.db import migrations

from khetane.core.sql import UnitRows, changed_only

CONTENT = UnitRows(read="content.read", write="registry.write", mandate="mandate")
HISTORY = UnitRows(read="identity.read", write="registry.write", mandate="mandate")
IDENTITY = UnitRows(read="identity.read", write="registry.write")
SUBMITTED = UnitRows(read="submission.read", write="submission.send", mandate="mandate")
TABLES = {
    "people_household": IDENTITY,
    "people_person": IDENTITY,
    "people_personkey": IDENTITY,
    "people_membership": IDENTITY,
    "people_document": IDENTITY,
    "people_personstatus": IDENTITY,
    "people_consent": IDENTITY,
    "people_responsibility": IDENTITY,
    "people_selfidentification": UnitRows(read="self_identification.read", write="registry.write"),
    "outreach_visit": IDENTITY,
    "outreach_visithousehold": IDENTITY,
    "outreach_visitnote": CONTENT,
    "cases_need": CONTENT,
    "cases_referral": CONTENT,
    "cases_service": CONTENT,
    "cases_procedure": CONTENT,
    "history_entitychange": HISTORY,
    "history_conflict": HISTORY,
    "history_attributes": HISTORY,
    "khetane_forms_entity": HISTORY,
    "khetane_forms_submission": SUBMITTED,
    "khetane_forms_attachment": SUBMITTED,
}
READERS = "(select khetane_readers()) -> unit_id::text ? mandate::text"
# What three tables ask for beside, as their own policies of reading do (outreach 0005, khetane_forms 0012, history 0004).
OF_THEIR_OWN = {
    "outreach_task": f"{IDENTITY.change()} and (mandate in ('', 'coordination') or {READERS})",
    "khetane_forms_keptupload": f"""
        unit_id = any ((select khetane_units('submission.send'))::uuid[])
        and case when mandate = '' then unit_id = any ((select khetane_units('submission.review'))::uuid[])
            else unit_id = any ((select khetane_units('submission.read'))::uuid[]) and {READERS} end""",
    "history_conflictside": f"{IDENTITY.change()} and exists "
    "(select 1 from history_conflict c where c.id = history_conflictside.conflict_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0020_waiting_devices"),
        ("people", "0002_policies"),
        ("cases", "0002_policies"),
        ("outreach", "0005_tasks_of_their_mandate"),
        ("history", "0004_sides_follow"),
        ("khetane_forms", "0012_reach"),
    ]
    operations = [
        *(
            migrations.RunSQL(changed_only(table, rows.change()), migrations.RunSQL.noop)
            for table, rows in TABLES.items()
        ),
        *(
            migrations.RunSQL(changed_only(table, change), migrations.RunSQL.noop)
            for table, change in OF_THEIR_OWN.items()
        ),
    ]
