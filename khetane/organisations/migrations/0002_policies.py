"""Who sees and writes these rows (row-level security)."""

from django.db import migrations

from khetane.core.sql import SharedRows, protect, unprotect

SHARED = SharedRows(write="unit.write")
TABLES = {"organisations_unit": SHARED, "organisations_organisation": SHARED}


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("access", "0003_policies")]
    operations = [migrations.RunSQL(protect(table, rows), unprotect(table)) for table, rows in TABLES.items()]
