"""What a unit's own form says is its members': a list of choices is a roster as much as a file is (docs/adr/0502).

Source, XForm and warnings go to a table of their own. Members read them, and who reads a submission of the version: a
household handed over takes its submissions along. A device sends with forms for every unit and its unit's own alone; one
that named another's would have made its unit a holder of a submission.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import APP, Rows, protect, unprotect

REACHED = "exists (select 1 from khetane_forms_formversion v join khetane_forms_form form on form.id = v.form_id where v.id = khetane_forms_formcontent.version_id and {condition})"
# What is known of a submission is asked last, and for another unit's form only.
READ = """case when form.unit_id is null
        then (select nullif(current_setting('khetane.viewer', true), '')::uuid) is not null
    when form.unit_id = any ((select khetane_units('submission.send'))::uuid[]) then true
    else (select true from khetane_forms_submission s where s.form_version_id = v.id
        and s.unit_id = any ((select khetane_units('submission.read'))::uuid[]) limit 1) end"""
WRITE = """case when form.unit_id is null then (select khetane_holds('form.publish_all'))
    else form.unit_id = any ((select khetane_units('form.publish'))::uuid[]) end"""
CONTENT = Rows(read=REACHED.format(condition=READ), write=REACHED.format(condition=WRITE))
MOVED = """
    insert into khetane_forms_formcontent (version_id, source, xform, warnings)
        select id, source, xform, warnings from khetane_forms_formversion;
    set constraints all immediate;
"""
ENTER: str = import_module("khetane.forms.migrations.0007_enter").ENTER
NAMED = "where f.form_id = asked_form and v.version = asked_version"
OWN = f"{NAMED} and (f.unit_id is null or f.unit_id = sending_unit)"


def entering(named: str) -> str:
    return ENTER.replace("create function", "create or replace function").replace(NAMED, named)


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0016_files_of_a_unit"), ("access", "0024_never_deleted")]
    operations = [
        migrations.CreateModel(
            name="FormContent",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="khetane_forms.formversion",
                    ),
                ),
                ("source", models.BinaryField()),
                ("xform", models.TextField(editable=False)),
                ("warnings", models.JSONField(default=list, verbose_name="warnings")),
            ],
            options={"verbose_name": "form content"},
        ),
        migrations.RunSQL(
            protect("khetane_forms_formcontent", CONTENT, delete=False)
            + f"revoke update on khetane_forms_formcontent from {APP};",  # what a version says never changes
            unprotect("khetane_forms_formcontent"),
        ),
        # A migration taken back would lose what forms say: there is no way back from here.
        migrations.RunSQL(MOVED),
        migrations.RemoveField("formversion", "source"),
        migrations.RemoveField("formversion", "xform"),
        migrations.RemoveField("formversion", "warnings"),
        migrations.RunSQL(entering(OWN), entering(NAMED)),
    ]
