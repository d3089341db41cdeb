"""The caseload counts procedures too: open ones, and those in which a term of ours has passed."""

from pathlib import Path

from django.db import migrations

FORMER = Path(__file__).with_name("0009_plans.sql").read_text(encoding="utf-8")
BEFORE = "drop function cases_caseload(date);" + FORMER[FORMER.index("create function cases_caseload") :]


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_terms_that_wait")]
    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), BEFORE),
    ]
