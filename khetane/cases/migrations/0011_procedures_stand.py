"""Procedures recorded before terms were kept with them get theirs."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from khetane.cases.standing_anew import stand_all_anew


def stand(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.connection.ensure_connection()
    stand_all_anew(editor.connection.connection, on=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_referring")]
    operations = [migrations.RunPython(stand, migrations.RunPython.noop)]
