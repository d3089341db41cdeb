"""Names and years of birth beside each key of a person. The keys are forgotten: migration 0007 writes them again.

The primary key is turned round: rows are deleted by person, and the covering index alone begins with the key.
"""

from django.db import migrations, models

OLD_PRIMARY_KEY = """
    alter table people_personkey drop constraint people_personkey_pkey;
    alter table people_personkey add primary key (key, person_id);
"""
PRIMARY_KEY = """
    alter table people_personkey drop constraint people_personkey_pkey;
    alter table people_personkey add primary key (person_id, key);
"""


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
    ]
