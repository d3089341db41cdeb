"""What was contested of a record is found by the record, without its sides."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0005_list_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="conflict",
            index=models.Index(fields=["record"], name="conflict_by_record"),
        ),
    ]
