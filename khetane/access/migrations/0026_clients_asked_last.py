"""Whether a viewer sees clients only is asked where the short answer for everybody else ends (docs/adr/0660).

A restrictive policy beside asked it of everybody, once a table and statement: a household's page cost a quarter more.
Tables that no page asks for in such numbers keep theirs.
"""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import (
    APP,
    SharedRows,
    UnitRows,
    also,
    changed_only,
    clients_only,
    content_of_clients,
    everywhere,
    not_clients_only,
    of_clients,
)

OF_HOME = of_clients("household_id")
CONTENT = content_of_clients()
READS = "(select khetane_readers()) -> unit_id::text ?"
OWN = "(select nullif(current_setting('khetane.viewer', true), '')::uuid)"
# What connects a lawyer with a household, or asks her to come in, is recorded of those that are there for her.
NAMED = f"{OF_HOME} and (person_id is null or {of_clients('person_id')})"
NAMED_OR_PERSON = f"""case when household_id is null then {of_clients("person_id")} else {NAMED} end"""
ASKED_TO_COME_IN = (
    "state in ('open', 'working') and coalesce((select khetane_clients()) ? household_id::text, true)"
)
ABOUT_NOBODY = (
    "'visit', 'settlement', 'group_delivery', 'session', "
    "'settlement_process', 'process_event', 'safeguard', 'housing_proposal'"
)
# Who everybody is, and what the coordination holds, is identity's; the rest is what a mandate holds. One question, not three.
HISTORY = also(
    """coalesce((select khetane_clients()) ?| case when household is null then array[unit_id::text]
        when mandate in ('', 'coordination') then array[unit_id::text, household::text]
        else array[unit_id || ':' || mandate, 'c' || household] end, true)""",
    f"household is null and dataset in ({ABOUT_NOBODY})",
)
SENT = also(of_clients(), f"account = {OWN}")
# A referral is told besides to whom it asks to come in, and to who answered it.
REFERRED = also(
    CONTENT,
    f"state = 'sent' and {READS} to_mandate::text and coalesce((select khetane_clients()) ? household_id::text, true)",
    f"answered_by = {OWN}",
)
REFERRALS = f"""{UnitRows("content.read", "registry.write").using()}
    and case when mandate = any ({everywhere()}::text[]) then true
    else cases_referral_told(unit_id, mandate, to_mandate, state, expires_on, household_id, person_id) and {REFERRED} end"""


def identity(household: str = "household_id", clients: str = "") -> UnitRows:
    return UnitRows("identity.read", "registry.write", household=household, clients=clients)


def of_mandate(clients: str, read: str = "content.read", write: str = "registry.write") -> UnitRows:
    return UnitRows(read, write, mandate="mandate", clients=clients)


# Of a unit alone, and of everybody who is signed in: only how they are asked changes.
OF_UNITS = {
    "people_personkey": UnitRows("identity.read", "registry.write"),
    "outreach_visit": UnitRows("identity.read", "registry.write"),
    "khetane_forms_attachment": UnitRows("submission.read", "submission.send", mandate="mandate"),
}
SHARED = {
    "places_place": "place.write",
    "places_placename": "place.write",
    "places_succession": "place.write",
    "organisations_unit": "unit.write",
    "organisations_organisation": "unit.write",
    "khetane_forms_form": "form.publish",
    "khetane_forms_formversion": "form.publish",
}
# Of a household: changed by who writes in the unit, as before.
IDENTITY = {
    "people_household": identity("id"),
    "people_membership": identity(),
    "people_document": identity(),
    "people_personstatus": identity(),
    "people_responsibility": identity(),
    "people_consent": identity(),
    "people_person": identity(),
    "outreach_visithousehold": identity(),
    "outreach_plannedhousehold": identity(),
    "outreach_task": identity(clients="household_id is null"),
    "upgrading_concernedhousehold": identity(),
}
BESIDE = {
    "people_person": "merged_into_id is null",
    "outreach_task": f"""(mandate in ('', 'coordination') or coalesce(
        mandate = any ({everywhere()}::text[]), {READS} mandate::text))""",
}
OF_MANDATES = {
    "cases_need": of_mandate(also(CONTENT, ASKED_TO_COME_IN)),
    "cases_service": of_mandate(CONTENT),
    "cases_groupparticipant": of_mandate(CONTENT),
    "cases_procedure": of_mandate(CONTENT),
    "cases_procedureevent": of_mandate(CONTENT),
    "cases_hearing": of_mandate(CONTENT),
    "cases_procedurecost": of_mandate(CONTENT),
    "cases_powerofattorney": of_mandate(CONTENT),
    "outreach_visitnote": of_mandate(content_of_clients(person=None)),
    "history_entitychange": of_mandate(HISTORY, "identity.read"),
    "history_conflict": of_mandate(HISTORY, "identity.read"),
    "history_attributes": of_mandate(HISTORY, "identity.read"),
    "khetane_forms_entity": of_mandate(of_clients(), "identity.read"),
    "khetane_forms_submission": of_mandate(SENT, "submission.read", "submission.send"),
}
ADDED = {
    "people_consent": NAMED_OR_PERSON,
    "cases_need": NAMED,
    "cases_procedure": NAMED,
    "cases_powerofattorney": NAMED,
}


def asked_last(table: str, rows: UnitRows) -> str:
    """The policy of reading with its question at the end, and the narrowing policies of changing alone."""
    read = f"({rows.using()}) and {BESIDE[table]}" if table in BESIDE else rows.using()
    seen = " or ".join(filter(None, (rows.clients, rows.household and of_clients(rows.household))))
    return f"""
        alter policy app_read on {table} to {APP} using ({read});
        {not_clients_only(table)}
        {clients_only(table, seen, added=ADDED.get(table, "true"), read=False)}
    """


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0025_entered_by_role"),
        ("people", "0013_households_by_code"),
        ("outreach", "0012_closed_tasks"),
        ("cases", "0017_lists_of_one_mandate"),
        ("history", "0005_list_indexes"),
        ("khetane_forms", "0016_files_of_a_unit"),
        ("upgrading", "0002_policies"),
    ]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
        *(
            migrations.RunSQL(asked_last(table, rows), migrations.RunSQL.noop)
            for table, rows in (IDENTITY | OF_MANDATES).items()
        ),
        *(
            migrations.RunSQL(changed_only(table, rows.change()), migrations.RunSQL.noop)
            for table, rows in OF_MANDATES.items()
        ),
        *(
            migrations.RunSQL(
                f"alter policy app_read on {table} to {APP} using ({rows.using()})", migrations.RunSQL.noop
            )
            for table, rows in [
                *OF_UNITS.items(),
                *((table, SharedRows(write)) for table, write in SHARED.items()),
            ]
        ),
        migrations.RunSQL(
            f"""
            alter policy app_read on cases_referral to {APP} using ({REFERRALS});
            {not_clients_only("cases_referral")}
            {clients_only("cases_referral", REFERRED, added=NAMED, read=False)}
            drop function khetane_nothing_opened(), khetane_opens(text, uuid, uuid);
            """,
            migrations.RunSQL.noop,
        ),
    ]
