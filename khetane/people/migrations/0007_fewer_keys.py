"""All keys are written again: there are fewer kinds of them now (ADR 0440), and migration 0005 forgot them."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from khetane.people.rekeying import write_all_keys


def write_keys(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.connection.ensure_connection()
    write_all_keys(editor.connection.connection)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_list_indexes")]

    operations = [migrations.RunPython(write_keys, migrations.RunPython.noop)]
