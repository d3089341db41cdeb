"""Households of a settlement that is merged live in what it became, and the visits planned there are planned in that.

Whoever merges places may not read households: the database does it. What took place stays where it did; of a
settlement that is split, a household stays until somebody who knows says where it lives.
"""

from django.db import migrations

MERGED = """
    create function outreach_settlement_merged() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$ begin
            update people_household set place_id = new.successor_id where place_id = new.place_id;
            update outreach_visit set place_id = new.successor_id where place_id = new.place_id and state = 'planned';
            return null;
        end $$;
    create trigger outreach_settlement_merged after insert on places_succession
        for each row when (new.kind = 'merge') execute function outreach_settlement_merged();
    update people_household h set place_id = s.successor_id
        from places_succession s where s.place_id = h.place_id and s.kind = 'merge';
    update outreach_visit v set place_id = s.successor_id
        from places_succession s where s.place_id = v.place_id and s.kind = 'merge' and v.state = 'planned';
"""
STAYS = """
    drop trigger outreach_settlement_merged on places_succession;
    drop function outreach_settlement_merged();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0010_reminders"),
        ("people", "0010_same_person"),
        ("places", "0002_policies"),
    ]
    operations = [migrations.RunSQL(MERGED, STAYS)]
