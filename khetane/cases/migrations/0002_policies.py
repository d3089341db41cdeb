"""Who sees and writes these rows (row-level security)."""

from django.db import migrations

from khetane.core.sql import UnitRows, protect, unprotect

CONTENT = UnitRows(read="content.read", write="registry.write", mandate="mandate")
TABLES = {
    "cases_need": CONTENT,
    "cases_referral": CONTENT,
    "cases_service": CONTENT,
    "cases_procedure": CONTENT,
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0003_policies")]
    operations = [migrations.RunSQL(protect(table, rows), unprotect(table)) for table, rows in TABLES.items()]
