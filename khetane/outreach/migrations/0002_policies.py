"""Who sees and writes these rows (row-level security)."""

from django.db import migrations

from khetane.core.sql import UnitRows, protect, unprotect

TABLES = {
    "outreach_visit": UnitRows(read="identity.read", write="registry.write"),
    "outreach_visithousehold": UnitRows(
        read="identity.read", write="registry.write", household="household_id"
    ),
    "outreach_visitnote": UnitRows(read="content.read", write="registry.write", mandate="mandate"),
    "outreach_task": UnitRows(read="identity.read", write="registry.write", household="household_id"),
}


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial"), ("access", "0003_policies")]
    operations = [migrations.RunSQL(protect(table, rows), unprotect(table)) for table, rows in TABLES.items()]
