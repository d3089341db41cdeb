"""What was said of a household alone goes with it to another unit, and is read no more by the former one.

A submission that also tells of another household, of somebody who lives elsewhere by now, or of what is the unit's (a visit,
a settlement) stays whole where it is: what was said is never cut (rule 1).
"""

from django.db import migrations

FOLLOWS = """
    create function forms_submissions_follow() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$
        begin
            with gone as (
                update khetane_forms_submission s set unit_id = new.unit_id
                where s.unit_id = old.unit_id
                  and s.id in (select source from history_entitychange where household = new.id)
                  and not exists (
                      select from history_entitychange c left join people_person p on p.id = c.record
                      where c.source = s.id and (c.household is distinct from new.id or p.household_id <> new.id))
                returning s.id)
            update khetane_forms_attachment a set unit_id = new.unit_id from gone where a.submission_id = gone.id;
            return null;
        end $$;
    create trigger submissions_follow after update of unit_id on people_household
        for each row when (old.unit_id is distinct from new.unit_id) execute function forms_submissions_follow();

    -- A file that comes later belongs to whom its submission belongs by then, whatever unit the tablet sent for.
    create function forms_attachment_follows() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$
        begin
            update khetane_forms_attachment a set unit_id = s.unit_id
            from khetane_forms_submission s
            where a.id = new.id and s.id = new.submission_id and s.unit_id <> a.unit_id;
            return null;
        end $$;
    create trigger attachment_follows after insert on khetane_forms_attachment
        for each row execute function forms_attachment_follows();
"""
STAYS = """
    drop trigger submissions_follow on people_household;
    drop function forms_submissions_follow();
    drop trigger attachment_follows on khetane_forms_attachment;
    drop function forms_attachment_follows();
"""
# A tablet that never heard the answer sends again: the record is known to it, though it is another unit's by now.
SENT = """(s.unit_id = sending_unit
            or s.device in (select d.id from access_device d where d.unit_id = sending_unit))"""
KNOWN = """
    create or replace function forms_known_instance(instance varchar, sending_unit uuid, sha256 bytea)
        returns table (id uuid, own boolean, same boolean, state varchar)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select case when o.own then s.id end, o.own, o.own and s.content_sha256 = sha256,
                   case when o.own then s.state end
            from khetane_forms_submission s
            cross join lateral (
                select {sent} and (sending_unit = any (khetane_units('submission.send'))
                       or sending_unit = any (khetane_units('registry.write'))) as own) o
            where s.instance_id = instance
        $$;
    create or replace function forms_own_instance(instance varchar, sending_unit uuid)
        returns table (id uuid, mandate varchar, state varchar, key bytea, key_id varchar,
                       names varchar[], hashes bytea[])
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select s.id, s.mandate, s.state, s.key, s.key_id,
                   array(select a.name from khetane_forms_attachment a where a.submission_id = s.id order by a.name),
                   array(select a.sha256 from khetane_forms_attachment a where a.submission_id = s.id order by a.name)
            from khetane_forms_submission s
            where s.instance_id = instance and {sent}
              and sending_unit = any (khetane_units('submission.send'))
        $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("khetane_forms", "0019_content_stays"),
        ("people", "0014_pairs_across_units"),
        ("history", "0006_conflicts_by_record"),
    ]
    operations = [
        migrations.RunSQL(FOLLOWS, STAYS),
        migrations.RunSQL(KNOWN.format(sent=SENT), KNOWN.format(sent="s.unit_id = sending_unit")),
    ]
