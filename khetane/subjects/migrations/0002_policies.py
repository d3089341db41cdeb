"""Who sees requests; what the eraser may change: rows of persons, and nothing of accounts or the audit."""

from django.db import migrations

from khetane.core.sql import APP, ERASER, Rows, protect, unprotect

REQUEST = "subjects_subjectrequest"
ROWS = Rows(
    read="unit_id = any ((select khetane_units('subject.request') || khetane_units('erasure.execute'))::uuid[])",
    write="unit_id = any ((select khetane_units('subject.request') || khetane_units('erasure.execute'))::uuid[])",
)
# A request is taken down by oneself and dealt with, never reworded; only the eraser ends an erasure.
NARROWER = f"""
    drop policy app_insert on {REQUEST};
    create policy app_insert on {REQUEST} for insert to {APP} with check (
        taken_by = khetane_viewer() and state = 'open'
        and unit_id = any ((select khetane_units('subject.request'))::uuid[]));
    drop policy app_update on {REQUEST};
    create policy app_update on {REQUEST} for update to {APP}
        using (state = 'open' and unit_id = any (
            (select khetane_units('subject.request') || khetane_units('erasure.execute'))::uuid[]))
        with check (done_by = khetane_viewer() and (kind <> 'erasure' or (state = 'refused'
            and unit_id = any ((select khetane_units('erasure.execute'))::uuid[]))));
    revoke update on {REQUEST} from {APP};
    grant update (state, done_by, done_at, refusal) on {REQUEST} to {APP};
"""
ERASED = (
    "people_household", "people_responsibility", "people_person", "people_personkey", "people_membership",
    "people_document", "people_selfidentification", "people_personstatus", "people_consent",
    "outreach_visit", "outreach_visithousehold", "outreach_visitnote", "outreach_task",
    "cases_need", "cases_referral", "cases_service", "cases_procedure",
    "history_entitychange", "history_conflict", "history_conflictside", "history_attributes",
    "khetane_forms_submission", "khetane_forms_attachment", "khetane_forms_keptupload", "khetane_forms_entity",
    "access_override", REQUEST,
)  # fmt: skip


def erasable(table: str) -> str:
    # MAINTAIN lets it clear away the dead rows it leaves behind (VACUUM).
    return f"""
        create policy eraser_all on {table} to {ERASER} using (true) with check (true);
        grant select, update, delete, maintain on {table} to {ERASER};
    """


def not_erasable(table: str) -> str:
    return f"drop policy eraser_all on {table}; revoke all on {table} from {ERASER};"


# The erasure is on record with who made it, beside the work.
AUDIT = f"""
    create policy eraser_insert on access_auditevent for insert to {ERASER} with check (account = khetane_viewer());
    grant insert (action, kind, subjects, fields, unit, device, override) on access_auditevent to {ERASER};
    grant usage on sequence access_auditevent_id_seq to {ERASER};
    grant execute on function access_audit_epoch_now() to {ERASER};
"""

# A device that sends a record again is told that it is here; its files would bring the erased person back.
FILES = """
    create function subjects_no_file_of_erased() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$
        begin
            if exists (select 1 from khetane_forms_submission
                       where id = new.submission_id and erased_at is not null) then
                return null;
            end if;
            return new;
        end $$;
    create trigger no_file_of_erased before insert on khetane_forms_attachment
        for each row execute function subjects_no_file_of_erased();
    revoke execute on function subjects_no_file_of_erased() from public;
"""
NO_FILES = """
    drop trigger no_file_of_erased on khetane_forms_attachment;
    drop function subjects_no_file_of_erased();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("subjects", "0001_initial"),
        ("access", "0006_narrower"),
        ("people", "0003_split_from"),
        ("outreach", "0002_policies"),
        ("cases", "0002_policies"),
        ("history", "0003_mandates"),
        ("khetane_forms", "0006_names_on_devices"),
    ]
    operations = [
        migrations.RunSQL(protect(REQUEST, ROWS, delete=False) + NARROWER, unprotect(REQUEST)),
        migrations.RunSQL("".join(map(erasable, ERASED)) + AUDIT, "".join(map(not_erasable, ERASED))),
        migrations.RunSQL(FILES, NO_FILES),
    ]
