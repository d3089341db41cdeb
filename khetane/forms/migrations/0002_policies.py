"""Who sees and writes these rows (row-level security)."""

from django.db import migrations

from khetane.core.sql import SharedRows, UnitRows, protect, unprotect

CATALOGUE = SharedRows(write="form.publish")
TABLES = {
    "khetane_forms_form": CATALOGUE,
    "khetane_forms_formversion": CATALOGUE,
    "khetane_forms_formmedia": CATALOGUE,
    "khetane_forms_submission": UnitRows(read="submission.read", write="submission.send", mandate="mandate"),
    "khetane_forms_attachment": UnitRows(read="submission.read", write="submission.send", mandate="mandate"),
    "khetane_forms_keptupload": UnitRows(read="submission.review", write="submission.send"),
    "khetane_forms_entity": UnitRows(read="identity.read", write="registry.write", mandate="mandate"),
}


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0001_initial"), ("access", "0003_policies")]
    operations = [migrations.RunSQL(protect(table, rows), unprotect(table)) for table, rows in TABLES.items()]
