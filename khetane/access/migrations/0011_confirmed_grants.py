"""A role that sees persons waits for a second person before it is in force (docs/adr/0191)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0010_policies_anew")]
    operations = [
        migrations.AddField(
            model_name="rolegrant",
            name="unconfirmed_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="waits since"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by",
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="confirmed"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("unconfirmed_since__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="grant_confirmed_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_by__isnull", True))
                | (
                    ~models.Q(("confirmed_by", models.F("account")))
                    & (
                        models.Q(("granted_by__isnull", True))
                        | ~models.Q(("confirmed_by", models.F("granted_by")))
                    )
                ),
                name="grant_confirmed_by_another",
            ),
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")),
    ]
