"""When a request was taken down may be told; Django alone is to know."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subjects", "0009_kept_time")]
    operations = [
        migrations.AlterField(
            model_name="subjectrequest",
            name="taken_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="taken"),
        ),
    ]
