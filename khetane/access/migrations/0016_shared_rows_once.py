"""Policies of shared rows ask once a question whether somebody looks, not for each row (docs/adr/0430)."""

from django.db import migrations

from khetane.core.sql import APP, SharedRows

TABLES = {
    "places_place": "place.write",
    "places_placename": "place.write",
    "places_succession": "place.write",
    "organisations_unit": "unit.write",
    "organisations_organisation": "unit.write",
    "khetane_forms_form": "form.publish",
    "khetane_forms_formversion": "form.publish",
    "khetane_forms_formmedia": "form.publish",
}


class Migration(migrations.Migration):
    dependencies = [("access", "0015_checks_of_the_audit")]
    operations = [
        migrations.RunSQL(
            f"alter policy app_read on {table} to {APP} using ({SharedRows(write=write).using()})",
            migrations.RunSQL.noop,
        )
        for table, write in TABLES.items()
    ]
