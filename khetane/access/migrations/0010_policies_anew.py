"""Tables made before ask as new ones do: mandates are looked up, not joined; emergencies join no second index."""

from django.db import migrations

from khetane.core.sql import APP, UnitRows

CONTENT = UnitRows(read="content.read", write="registry.write", mandate="mandate")
HISTORY = UnitRows(read="identity.read", write="registry.write", mandate="mandate")
SUBMITTED = UnitRows(read="submission.read", write="submission.send", mandate="mandate")


def identity(household: str) -> UnitRows:
    return UnitRows(read="identity.read", write="registry.write", household=household)


TABLES = {
    "people_household": identity("id"),
    "people_person": identity("household_id"),
    "people_membership": identity("household_id"),
    "people_document": identity("household_id"),
    "people_personstatus": identity("household_id"),
    "people_consent": identity("household_id"),
    "people_responsibility": identity("household_id"),
    "outreach_visithousehold": identity("household_id"),
    "outreach_task": identity("household_id"),
    "cases_need": CONTENT,
    "cases_referral": CONTENT,
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


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0009_read_on_entry"),
        ("people", "0002_policies"),
        ("cases", "0002_policies"),
        ("outreach", "0002_policies"),
        ("history", "0002_policies"),
        ("khetane_forms", "0002_policies"),
    ]
    operations = [
        migrations.RunSQL(
            f"alter policy app_read on {table} to {APP} using ({rows.using()})", migrations.RunSQL.noop
        )
        for table, rows in TABLES.items()
    ]
