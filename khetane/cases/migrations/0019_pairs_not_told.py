"""A side that is not told of a pair across units does not see it; its row stands for the other side (docs/adr/0612)."""

from django.db import migrations

from khetane.core.sql import APP

BEFORE = """
    unit_id = any ((select khetane_units('person.merge'))::uuid[])
    and (other_id is not null or people_told_across(unit_id, pair))
"""
TOLD = """
    unit_id = any ((select khetane_units('person.merge'))::uuid[])
    and (other_id is not null or (told and people_told_across(unit_id, pair)))
"""


def reads(condition: str) -> str:
    return f"alter policy app_read on people_matchcandidate to {APP} using ({condition});"


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_told_across"), ("people", "0016_pairs_not_told")]
    operations = [migrations.RunSQL(reads(TOLD), reads(BEFORE))]
