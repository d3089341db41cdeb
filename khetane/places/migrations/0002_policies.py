"""Who sees and writes these rows (row-level security)."""

from django.db import migrations

from khetane.core.sql import Rows, SharedRows, protect, unprotect

PLACES = SharedRows(write="place.write")
PROFILES = Rows(
    read="municipality_id = any ((select khetane_municipalities('settlement.read'))::uuid[])",
    write="municipality_id = any ((select khetane_municipalities('registry.write'))::uuid[])",
)
TABLES = {
    "places_place": PLACES,
    "places_placename": PLACES,
    "places_succession": PLACES,
    "places_settlementprofile": PROFILES,
}


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("access", "0003_policies")]
    operations = [migrations.RunSQL(protect(table, rows), unprotect(table)) for table, rows in TABLES.items()]
