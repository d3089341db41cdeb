"""Who makes units keeps the lists of those in her places, as the table of roles says; not of every unit (docs/adr/0740)."""

from django.db import migrations

from khetane.core.sql import APP, changed_only

TABLES = ("organisations_equipment", "organisations_training")
HERS = (
    "unit_id = any ((select khetane_units('unit.keep'))::uuid[]) "
    "or unit_id = any ((select khetane_units('unit.write'))::uuid[])"
)
BEFORE = "unit_id = any ((select khetane_units('unit.keep'))::uuid[]) or (select khetane_holds('unit.write'))"


def written_by(table: str, condition: str) -> str:
    return f"alter policy app_insert on {table} to {APP} with check ({condition}); {changed_only(table, condition)}"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_directory")]
    operations = [migrations.RunSQL(written_by(table, HERS), written_by(table, BEFORE)) for table in TABLES]
