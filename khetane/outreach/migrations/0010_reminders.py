"""How somebody is reminded, and whose feed a secret opens (docs/adr/0551)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from khetane.core.sql import APP, Rows, protect, unprotect

TABLE = "outreach_reminders"
# What khetane_viewer() says, without a function that is parsed anew with every question (docs/adr/0430).
VIEWER = "(select nullif(current_setting('khetane.viewer', true), '')::uuid)"
OWN = f"account_id = {VIEWER}"
# The program itself asks in the morning who wants a mail (access/migrations/0004).
PROGRAM = f"{VIEWER} = '00000000-0000-4000-8000-000000000001'"
ROWS = Rows(read=f"{OWN} or {PROGRAM}", write=OWN)
# Needs no viewer, and tells nothing but whose secret it is.
FEED = f"""
    create function outreach_feed_account(hash bytea) returns uuid
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select r.account_id from outreach_reminders r join access_account a on a.id = r.account_id
            where r.feed_hash = hash and a.is_active
        $$;
    revoke execute on function outreach_feed_account(bytea) from public;
    grant execute on function outreach_feed_account(bytea) to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0021_changed_by_its_readers"),
        ("outreach", "0009_tasks_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminders",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reminders",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_mail", models.BooleanField(default=False, verbose_name="by mail in the morning")),
                ("mailed_on", models.DateField(null=True, verbose_name="last mail")),
                ("feed_hash", models.BinaryField(null=True, unique=True)),
                ("feed_made_at", models.DateTimeField(null=True, verbose_name="feed made")),
            ],
            options={
                "verbose_name": "reminders",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("feed_hash__isnull", True), ("feed_made_at__isnull", True)),
                            models.Q(("feed_hash__isnull", False), ("feed_made_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="feed_with_its_moment",
                    )
                ],
            },
        ),
        migrations.RunSQL(protect(TABLE, ROWS), unprotect(TABLE)),
        migrations.RunSQL(FEED, "drop function outreach_feed_account(bytea)"),
    ]
