"""Who sees and writes these rows (row-level security)."""

from django.db import migrations

from khetane.core.sql import UnitRows, protect, unprotect

CONTENT = UnitRows(read="identity.read", write="registry.write", mandate="mandate")
TABLES = {
    "history_entitychange": CONTENT,
    "history_conflict": CONTENT,
    "history_conflictside": UnitRows(read="identity.read", write="registry.write"),
    "history_attributes": CONTENT,
}


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial"), ("access", "0003_policies")]
    operations = [migrations.RunSQL(protect(table, rows), unprotect(table)) for table, rows in TABLES.items()]
