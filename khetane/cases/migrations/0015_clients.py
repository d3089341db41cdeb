"""Who is limited to clients sees, of all tables about households, theirs alone (docs/adr/0660)."""

from pathlib import Path

from django.db import migrations, models

from khetane.core.sql import also, clients_only, content_of_clients, not_clients_only, of_clients

HOUSEHOLD = of_clients("household_id")
CONTENT = content_of_clients()
READS = "(select khetane_readers()) -> unit_id::text ?"
# What connects a lawyer with a household, or asks her to come in, is recorded of those that are there for her.
NAMED = f"{HOUSEHOLD} and (person_id is null or {of_clients('person_id')})"
NAMED_OR_PERSON = f"""case when household_id is null then {of_clients("person_id")} else {NAMED} end"""
# Where she is asked to come in: households that are there for her by that, not because another role shows the unit.
THERE = "coalesce((select khetane_clients()) ? household_id::text, true)"
OPEN_NEED = f"state in ('open', 'working') and {THERE}"
ASKED = f"state = 'sent' and {READS} to_mandate::text and {THERE}"
OWN = "(select nullif(current_setting('khetane.viewer', true), '')::uuid)"
# Records that are about nobody.
PLAIN = "'visit', 'settlement', 'group_delivery', 'session'"
HISTORY = f"""case when household is null then {also(of_clients(), f"dataset in ({PLAIN})")}
    when mandate in ('', 'coordination') then {of_clients("household")}
    else {content_of_clients("household", None)} end"""
SENT = also(of_clients(), f"account = {OWN}")

SEEN = {
    "people_household": of_clients("id"),
    "people_person": HOUSEHOLD,
    "people_membership": HOUSEHOLD,
    "people_document": HOUSEHOLD,
    "people_personstatus": HOUSEHOLD,
    "people_responsibility": HOUSEHOLD,
    "people_selfidentification": HOUSEHOLD,
    "people_personkey": of_clients("person_id"),
    # Whether a client is in the register twice is the coordinator's to know.
    "people_matchcandidate": of_clients(),
    "people_merge": of_clients("kept_id"),
    "outreach_visithousehold": HOUSEHOLD,
    "outreach_plannedhousehold": HOUSEHOLD,
    "outreach_task": f"(household_id is null or {HOUSEHOLD})",
    "outreach_visitnote": content_of_clients(person=None),
    "cases_caseplan": content_of_clients(person=None),
    "cases_planstep": content_of_clients(person=None),
    "cases_service": CONTENT,
    "cases_groupparticipant": CONTENT,
    "cases_procedureevent": CONTENT,
    "cases_hearing": CONTENT,
    "cases_procedurecost": CONTENT,
    "cases_referralpage": content_of_clients("household", None),
    "cases_pageevent": also(
        of_clients(), "exists (select from cases_referralpage p where p.id = cases_pageevent.page_id)"
    ),
    "programmes_enrolment": CONTENT,
    "programmes_presence": CONTENT,
    "programmes_milestone": CONTENT,
    "history_entitychange": HISTORY,
    "history_conflict": HISTORY,
    "history_attributes": HISTORY,
    "khetane_forms_entity": of_clients(),
    "khetane_forms_submission": SENT,
    "khetane_forms_keptupload": SENT,
    "khetane_forms_attachment": also(
        of_clients(),
        "exists (select from khetane_forms_submission s where s.id = khetane_forms_attachment.submission_id)",
    ),
}
CONNECTING = {
    "people_consent": (HOUSEHOLD, NAMED_OR_PERSON),
    "cases_need": (also(CONTENT, OPEN_NEED), NAMED),
    "cases_referral": (also(CONTENT, ASKED, f"answered_by = {OWN}"), NAMED),
    "cases_procedure": (CONTENT, NAMED),
    "cases_powerofattorney": (CONTENT, NAMED),
}
POLICIES = [clients_only(table, seen) for table, seen in SEEN.items()]
POLICIES += [clients_only(table, seen, added=added) for table, (seen, added) in CONNECTING.items()]


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0023_clients_only"),
        ("cases", "0014_open_needs_by_day"),
        ("organisations", "0005_directory"),
        ("outreach", "0010_reminders"),
        ("people", "0010_same_person"),
        ("history", "0005_list_indexes"),
        ("khetane_forms", "0015_nobody_waits"),
        ("programmes", "0002_policies"),
    ]
    operations = [
        migrations.AddField(
            model_name="procedure",
            name="lawyer",
            field=models.UUIDField(blank=True, null=True, verbose_name="conducted by"),
        ),
        migrations.AddField(
            model_name="powerofattorney",
            name="lawyer",
            field=models.UUIDField(blank=True, null=True, verbose_name="account of who may act"),
        ),
        migrations.AddField(
            model_name="referral",
            name="answered_by",
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name="answered by"),
        ),
        *(
            migrations.AddIndex(
                model_name=model,
                index=models.Index(
                    condition=models.Q((f"{column}__isnull", False)), fields=[column], name=name
                ),
            )
            for model, column, name in (
                ("procedure", "lawyer", "procedure_by_lawyer"),
                ("powerofattorney", "lawyer", "power_by_lawyer"),
                ("referral", "answered_by", "referral_by_answerer"),
            )
        ),
        migrations.RemoveIndex(model_name="need", name="need_open_by_day"),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                models.F("unit"),
                models.OrderBy(models.F("found_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state__in", ["open", "working"])),
                include=("mandate", "urgency", "state", "household", "person"),
                name="need_open_by_day",
            ),
        ),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
        migrations.RunSQL("".join(POLICIES), "".join(map(not_clients_only, [*SEEN, *CONNECTING]))),
    ]
