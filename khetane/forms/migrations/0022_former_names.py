"""A record that comes in is told which edition of its form stands, and finds the form under the name it had (docs/adr/0760).

Where an erasure took a person's name out of a form's id or a version's name, phones with the old form send under the
former one. It stands here as a hash by the installation's secret, bound to the unit; nobody reads the table, and a sender
of that unit alone is answered, by the statement with which a record enters.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from khetane.core.sql import APP, BACKUP, ERASER

TABLE = "khetane_forms_formername"
BEFORE: str = import_module("khetane.forms.migrations.0017_content_of_a_unit").entering(
    import_module("khetane.forms.migrations.0017_content_of_a_unit").OWN
)
OLD = "forms_enter(uuid, text, uuid, uuid, boolean, varchar, bytea, varchar, varchar)"
NEW = "forms_enter(uuid, text, uuid, uuid, boolean, varchar, bytea, varchar, varchar, bytea, bytea)"
FOUND = """select v.id into form_version
            from khetane_forms_formversion v join khetane_forms_form f on f.id = v.form_id
            where f.form_id = asked_form and v.version = asked_version and (f.unit_id is null or f.unit_id = sending_unit);"""
# After the lock is had, which an erasure of the unit takes alone: what is told here stands until the record is stored.
# That a name was removed is told to who sends for the unit; and so is a version like the one asked for, out of whose form
# a name was taken: the record may hold it.
TOLD = """select v.id, v.xform_md5, c.names_removed_at is not null and sending_unit = any (sending)
            into form_version, edition, names_removed
            from khetane_forms_formversion v
            join khetane_forms_form f on f.id = v.form_id
            join khetane_forms_formcontent c on c.version_id = v.id
            where f.form_id = asked_form and v.version = asked_version and (f.unit_id is null or f.unit_id = sending_unit);
            if form_version is null and sending_unit = any (sending) then
                select v.id, v.xform_md5, true into form_version, edition, names_removed
                from khetane_forms_formername n
                join khetane_forms_formversion v on v.id = n.version_id
                join khetane_forms_form f on f.id = v.form_id
                where n.lookup = former_version and f.unit_id = sending_unit;
            end if;
            if form_version is null and sending_unit = any (sending) then
                select v.id, v.xform_md5 into version_like, edition
                from khetane_forms_formversion v
                join khetane_forms_form f on f.id = v.form_id
                join khetane_forms_formcontent c on c.version_id = v.id
                where f.unit_id = sending_unit and c.names_removed_at is not null
                  and (f.form_id = asked_form
                       or f.id = (select n.form_id from khetane_forms_formername n
                                  where n.lookup = former_form and n.version_id is null))
                order by v.published_at desc limit 1;
            end if;"""
CHANGES = (
    ("create or replace function", "create function"),
    ("asked_version varchar)", "asked_version varchar, former_form bytea, former_version bytea)"),
    (
        "device_state varchar)",
        "device_state varchar, edition varchar, names_removed boolean, version_like uuid)",
    ),
    (FOUND, TOLD),
    (OLD, NEW),
)


def entering() -> str:
    told = BEFORE
    for before, after in CHANGES:
        if before not in told:
            raise ValueError(before)  # the function this one is made of says something else
        told = told.replace(before, after)
    return told


ROWS = f"""
    alter table {TABLE} enable row level security;
    alter table {TABLE} force row level security;
    create policy owner_all on {TABLE} to current_user using (true) with check (true);
    create policy backup_read on {TABLE} for select to {BACKUP} using (true);
    create policy eraser_all on {TABLE} to {ERASER} using (true) with check (true);
    revoke all on {TABLE} from {APP};
    grant select on {TABLE} to {BACKUP};
    grant select, insert, update on {TABLE} to {ERASER};
"""


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0021_names_removed")]
    operations = [
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("lookup", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                (
                    "form",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="khetane_forms.form",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="khetane_forms.formversion",
                    ),
                ),
            ],
            options={"verbose_name": "former name of a form"},
        ),
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(f"drop function {OLD}; {entering()}", f"drop function {NEW}; {BEFORE}"),
    ]
