"""A side of a conflict is there only for who sees the conflict: its mandate holds for both."""

from django.db import migrations

OWN = "unit_id = any ((select khetane_units('identity.read'))::uuid[])"
FOLLOW = f"""
    alter policy app_read on history_conflictside using (
        {OWN} and exists (select 1 from history_conflict c where c.id = conflict_id));
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0003_mandates")]
    operations = [
        migrations.RunSQL(FOLLOW, f"alter policy app_read on history_conflictside using ({OWN})"),
    ]
