"""Who makes a copy for a person, who gives its link, and who it is opened by: whoever has both link and code."""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import APP, Rows, erasable, not_erasable, protect, unprotect

COPY, SEALED = "subjects_subjectcopy", "subjects_sealedcopy"
EITHER = (
    "unit_id = any ((select khetane_units('subject.request') || khetane_units('erasure.execute'))::uuid[])"
)
# Made by a data-protection officer from a request that somebody else took down; its link is given by another.
MADE = f"""
    unit_id = any ((select khetane_units('erasure.execute'))::uuid[]) and made_by = khetane_viewer()
    and lookup is null and linked_by is null and closed_at is null and opened_at is null and wrong_codes = 0
    and exists (select 1 from subjects_subjectrequest r
                where r.id = request_id and r.kind = 'copy' and r.unit_id = {COPY}.unit_id
                  and r.person = {COPY}.person and r.taken_by <> khetane_viewer())
"""
LINKED = f"""
    {EITHER} and (lookup is null or (linked_by = khetane_viewer() and made_by <> khetane_viewer()
        and unit_id = any ((select khetane_units('subject.request'))::uuid[])))
"""
NARROWER = f"""
    drop policy app_insert on {COPY};
    create policy app_insert on {COPY} for insert to {APP} with check ({MADE});
    drop policy app_update on {COPY};
    create policy app_update on {COPY} for update to {APP} using ({EITHER}) with check ({LINKED});
    revoke update on {COPY} from {APP};
    grant update (lookup, linked_by, linked_at, closed_at) on {COPY} to {APP};
    revoke update on {SEALED} from {APP};
"""
CONTENT = Rows(
    read="false",
    write=f"exists (select 1 from {COPY} c where c.id = copy_id and c.made_by = khetane_viewer())",
)


class Migration(migrations.Migration):
    dependencies = [
        ("subjects", "0004_copies_for_persons"),
        ("access", "0021_changed_by_its_readers"),
    ]
    operations = [
        migrations.RunSQL(
            protect(COPY, Rows(read=EITHER, write=EITHER), delete=False)
            + protect(SEALED, CONTENT, delete=False)
            + NARROWER
            + erasable(COPY)
            + erasable(SEALED),
            "".join(not_erasable(table) + unprotect(table) for table in (SEALED, COPY)),
        ),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            "drop function subjects_seen(uuid[]), subjects_copies_forget(), subjects_copy_note(bytea, text), "
            "subjects_copy_behind(bytea);",
        ),
    ]
