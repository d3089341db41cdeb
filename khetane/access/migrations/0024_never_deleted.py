"""What was once recorded is not the application's to delete (DESIGN, rule 1): it lacks the right, whatever it forgets.

Erasing at a person's request, undoing an import and merging run as roles and functions of their own. What the
application still deletes is made anew from the records: keys of search, candidates, who is listed, drafts.
"""

from django.db import migrations

from khetane.core.sql import APP

KEPT = (
    "people_household", "people_person", "people_membership", "people_document", "people_personstatus",
    "people_consent", "people_responsibility", "people_selfidentification",
    "outreach_visit", "outreach_visitnote", "outreach_task",
    "cases_need", "cases_caseplan", "cases_planstep", "cases_referral", "cases_service", "cases_groupdelivery",
    "cases_procedure", "cases_procedureevent", "cases_procedurecost", "cases_hearing", "cases_powerofattorney",
    "programmes_enrolment", "programmes_milestone", "programmes_session",
    "history_attributes", "history_conflict", "history_conflictside",
    "khetane_forms_entity", "khetane_forms_form", "khetane_forms_formversion", "khetane_forms_formmedia",
    "upgrading_concernedhousehold", "places_place", "places_succession", "places_settlementprofile",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0023_clients_only"),
        ("people", "0010_same_person"),
        ("outreach", "0011_settlements_merged"),
        ("cases", "0015_clients"),
        ("programmes", "0002_policies"),
        ("upgrading", "0002_policies"),
        ("history", "0005_list_indexes"),
        ("khetane_forms", "0016_files_of_a_unit"),
        ("places", "0007_derived_names"),
    ]
    operations = [
        migrations.RunSQL(
            f"revoke delete on {', '.join(KEPT)} from {APP}", f"grant delete on {', '.join(KEPT)} to {APP}"
        )
    ]
