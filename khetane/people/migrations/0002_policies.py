"""Who sees and writes these rows (row-level security)."""

from django.db import migrations

from khetane.core.sql import UnitRows, protect, unprotect


def identity(household: str) -> UnitRows:
    return UnitRows(read="identity.read", write="registry.write", household=household)


TABLES = {
    "people_household": identity("id"),
    "people_person": identity("household_id"),
    "people_membership": identity("household_id"),
    "people_document": identity("household_id"),
    "people_personstatus": identity("household_id"),
    "people_consent": identity("household_id"),
    "people_responsibility": UnitRows(read="identity.read", write="registry.write", household="household_id"),
    "people_personkey": UnitRows(read="identity.read", write="registry.write"),
    "people_selfidentification": UnitRows(read="self_identification.read", write="registry.write"),
}


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0003_policies")]
    operations = [migrations.RunSQL(protect(table, rows), unprotect(table)) for table, rows in TABLES.items()]
