"""Who sees the processes of a settlement: whoever sees its profiles; its households, whoever sees them (docs/adr/0670)."""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import (
    Rows,
    UnitRows,
    also,
    changed_only,
    clients_only,
    content_of_clients,
    erasable,
    follows_household,
    not_clients_only,
    not_erasable,
    of_clients,
    protect,
    stays,
    unprotect,
)

# The unit that records it writes it, in its own municipality.
READ = "municipality_id = any ((select khetane_municipalities('settlement.read'))::uuid[])"
WRITE = (
    "unit_id = any ((select khetane_units('registry.write'))::uuid[]) "
    "and municipality_id = any ((select khetane_municipalities('registry.write'))::uuid[])"
)
PROCESSES = Rows(read=READ, write=WRITE)
CONCERNED = UnitRows(read="identity.read", write="registry.write", household="household_id")
HOUSEHOLDS = "upgrading_concernedhousehold"
OF_PROCESSES = (
    "upgrading_process",
    "upgrading_processevent",
    "upgrading_safeguard",
    "upgrading_housingproposal",
)
# Who sees clients only sees the history of what is about nobody: that of these records too (cases/migrations/0015).
ABOUT_NOBODY = ("visit", "settlement", "group_delivery", "session")
OF_SETTLEMENTS = ("settlement_process", "process_event", "safeguard", "housing_proposal")
HISTORIES = ("history_entitychange", "history_conflict", "history_attributes")
TABLES = {**dict.fromkeys(OF_PROCESSES, PROCESSES), HOUSEHOLDS: CONCERNED}


def history(*datasets: str) -> str:
    """The policies of histories, in which these datasets are about nobody."""
    plain = ", ".join(f"'{name}'" for name in datasets)
    seen = f"""case when household is null then {also(of_clients(), f"dataset in ({plain})")}
        when mandate in ('', 'coordination') then {of_clients("household")}
        else {content_of_clients("household", None)} end"""
    return "".join(not_clients_only(table) + clients_only(table, seen) for table in HISTORIES)


class Migration(migrations.Migration):
    dependencies = [("upgrading", "0001_initial"), ("cases", "0015_clients")]
    operations = [
        # An erasure covers names in their texts.
        *(
            migrations.RunSQL(protect(table, rows) + erasable(table), not_erasable(table) + unprotect(table))
            for table, rows in TABLES.items()
        ),
        # Nobody changes what she does not read.
        *(
            migrations.RunSQL(changed_only(table, f"({READ}) and {WRITE}"), migrations.RunSQL.noop)
            for table in OF_PROCESSES
        ),
        migrations.RunSQL(follows_household(HOUSEHOLDS), stays(HOUSEHOLDS)),
        migrations.RunSQL(clients_only(HOUSEHOLDS, of_clients("household_id")), not_clients_only(HOUSEHOLDS)),
        migrations.RunSQL(history(*ABOUT_NOBODY, *OF_SETTLEMENTS), history(*ABOUT_NOBODY)),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            "drop function upgrading_concerned(uuid[]);",
        ),
    ]
