"""What policies ask is called or read, and no longer parsed anew by every question (docs/adr/0430)."""

from pathlib import Path

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
    dependencies = [
        ("access", "0011_confirmed_grants"),
        ("places", "0002_policies"),
        ("organisations", "0002_policies"),
        ("khetane_forms", "0002_policies"),
    ]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
        *(
            migrations.RunSQL(
                f"alter policy app_read on {table} to {APP} using ({SharedRows(write=write).using()})",
                migrations.RunSQL.noop,
            )
            for table, write in TABLES.items()
        ),
    ]
