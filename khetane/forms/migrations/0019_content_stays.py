"""Whoever takes over a household takes its submissions, not the whole list of choices of the form they were sent with."""

from importlib import import_module

from django.db import migrations

from khetane.core.sql import APP, Rows

before: Rows = import_module("khetane.forms.migrations.0017_content_of_a_unit").CONTENT
OF_A_SUBMISSION = before.read[before.read.index("else (select true") : before.read.rindex(" end")]
CONTENT = Rows(read=before.read.replace(OF_A_SUBMISSION, "else false"), write=before.write)


def read_by(rows: Rows) -> str:
    return f"alter policy app_read on khetane_forms_formcontent to {APP} using ({rows.using()})"


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0018_erased_of_units")]
    operations = [migrations.RunSQL(read_by(CONTENT), read_by(before))]
