"""Who sees and writes enrolments: the unit's mandate, and project staff the schemes they work in (docs/adr/0590)."""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import (
    Rows,
    changed_only,
    erasable,
    follows_household,
    not_erasable,
    protect,
    stays,
    unprotect,
)

UNIT = "unit_id = any ((select khetane_units('scheme.read'))::uuid[])"
READ = (
    f"{UNIT} and ((select khetane_readers()) -> unit_id::text ? mandate::text "
    "or (select programmes_own_schemes()) -> unit_id::text ? scheme::text)"
)
WRITE = "unit_id = any ((select khetane_units('registry.write'))::uuid[])"
RECORDS = ("programmes_enrolment", "programmes_session", "programmes_presence", "programmes_milestone")
# What an erasure removes; sessions name nobody themselves.
STAFF = Rows(
    read=(
        "unit_id = any ((select khetane_units('scheme.staff'))::uuid[]) "
        "or account = (select nullif(current_setting('khetane.viewer', true), '')::uuid)"
    ),
    write="unit_id = any ((select khetane_units('scheme.staff'))::uuid[])",
)


def records(table: str) -> str:
    theirs = f"(({WRITE}) and {READ})"
    return (
        protect(table, Rows(read=READ, write=WRITE))
        + changed_only(table, theirs)
        + erasable(table)
        + ("" if table == "programmes_session" else follows_household(table))
    )


def undone(table: str) -> str:
    return ("" if table == "programmes_session" else stays(table)) + not_erasable(table) + unprotect(table)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("access", "0020_waiting_devices")]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            "drop function programmes_enrolled(uuid[]); drop function programmes_own_schemes();",
        ),
        *(migrations.RunSQL(records(table), undone(table)) for table in RECORDS),
        migrations.RunSQL(protect("programmes_schemestaff", STAFF), unprotect("programmes_schemestaff")),
    ]
