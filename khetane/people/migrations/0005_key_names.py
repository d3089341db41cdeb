"""Names and years of birth beside each key of a person; all keys are written again, since they follow from names.

The primary key is turned round: rows are deleted by person, and the covering index alone begins with the key.
"""

from collections.abc import Iterator

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from khetane.core.birth import Birth, Precision
from khetane.people.keys import key_rows

ROWS_AT_ONCE = 2000
OLD_PRIMARY_KEY = """
    alter table people_personkey drop constraint people_personkey_pkey;
    alter table people_personkey add primary key (key, person_id);
"""
PRIMARY_KEY = """
    alter table people_personkey drop constraint people_personkey_pkey;
    alter table people_personkey add primary key (person_id, key);
"""


def write_keys(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Every person's keys anew, some thousand rows at once."""
    database = editor.connection.alias
    keys = apps.get_model("people", "PersonKey").objects.using(database)
    persons = apps.get_model("people", "Person").objects.using(database).order_by()
    batch = []
    for person in persons.iterator(ROWS_AT_ONCE):
        batch.extend(rows_of(keys.model, person))
        if len(batch) > ROWS_AT_ONCE:
            keys.bulk_create(batch)
            batch = []
    keys.bulk_create(batch)


def rows_of(key: type[models.Model], person: models.Model) -> Iterator[models.Model]:
    birth = (
        Birth(person.birth_date, Precision(person.birth_precision or "day")) if person.birth_date else None
    )
    for row in key_rows(person.given_name, person.family_name, person.parent_name, birth):
        yield key(person_id=person.pk, unit_id=person.unit_id, **row._asdict())


class Migration(migrations.Migration):
    dependencies = [("people", "0004_hand_over")]

    operations = [
        migrations.RunSQL("truncate people_personkey", migrations.RunSQL.noop),
        migrations.RemoveIndex("personkey", "person_key_by_unit"),
        migrations.RemoveIndex("personkey", "people_pers_person__d46c16_idx"),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(PRIMARY_KEY, OLD_PRIMARY_KEY)],
            [
                migrations.AlterField(
                    "personkey",
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                )
            ],
        ),
        migrations.AddField("personkey", "name", models.TextField(default=""), preserve_default=False),
        migrations.AddField("personkey", "born_from", models.SmallIntegerField(null=True)),
        migrations.AddField("personkey", "born_to", models.SmallIntegerField(null=True)),
        migrations.AddIndex(
            "personkey",
            models.Index(
                fields=["key", "unit"],
                include=("person", "name", "born_from", "born_to"),
                name="person_key_by_unit",
            ),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
