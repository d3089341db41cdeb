"""Invitations' policies; and narrower rights for grants, overrides, tokens and the audit."""

from pathlib import Path

from django.db import migrations

from khetane.core.sql import Rows, protect

INVITATIONS = Rows(
    read="account_id = khetane_viewer() or (select khetane_holds('account.read'))",
    write="account_id = khetane_viewer() or (select khetane_holds('account.write'))",
)


class Migration(migrations.Migration):
    dependencies = [("access", "0005_invitations_overrides")]
    operations = [
        migrations.RunSQL(protect("access_invitation", INVITATIONS, delete=False)),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")),
    ]
