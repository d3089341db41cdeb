"""A household goes to another unit only where it agreed, and while nothing is objected to: the database asks it too.

As khetane.people.actions.agreed and khetane.people.rules say: a consent in force names the unit, on the day of the
hand-over and today; it is the household's, or that of a member whose word stands for it.
"""

from django.db import migrations

from khetane.core.sql import APP

AGREED = f"""
    create function people_agreed_to_go(home uuid, to_unit uuid, day date) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select not people_restricted(home, null) and exists (
                select 1 from people_consent c join organisations_unit u on u.id = to_unit
                where c.household_id = home and c.purpose in ('referral', 'sharing') and u.code = any (c.recipients)
                  and c.given_on <= day and (c.withdrawn_on is null or c.withdrawn_on > day)
                  and (c.person_id is null or exists (
                      select 1 from people_membership m join people_person p on p.id = m.person_id
                      cross join lateral (
                          select case p.birth_precision
                              when 'month' then (date_trunc('month', p.birth_date) + interval '1 month - 1 day')::date
                              when 'year' then make_date(extract(year from p.birth_date)::int, 12, 31)
                              when 'estimated' then make_date(extract(year from p.birth_date)::int + 2, 12, 31)
                              else p.birth_date end as born) latest
                      where m.person_id = c.person_id and m.household_id = home
                        and m.begins <= day and (m.ends is null or m.ends > day)
                        and (m.role = 'head' or c.given_by = 'guardian'
                             or coalesce(extract(year from c.given_on) - extract(year from latest.born)
                                 - (to_char(c.given_on, 'MMDD') < to_char(latest.born, 'MMDD'))::int >= 18, false)))))
        $$;
    alter function people_hand_over(uuid, uuid, date) rename to people_handed_over;
    revoke execute on function people_handed_over(uuid, uuid, date) from {APP};
    create function people_hand_over(handed uuid, to_unit uuid, day date) returns boolean
        language plpgsql security definer set search_path = public, pg_temp
        as $$ begin
            if not people_agreed_to_go(handed, to_unit, day)
               or not people_agreed_to_go(handed, to_unit, (now() at time zone 'Europe/Belgrade')::date) then
                return false;
            end if;
            return people_handed_over(handed, to_unit, day);
        end $$;
    revoke execute on function people_agreed_to_go(uuid, uuid, date), people_hand_over(uuid, uuid, date) from public;
    grant execute on function people_hand_over(uuid, uuid, date) to {APP};
"""
UNASKED = f"""
    drop function people_hand_over(uuid, uuid, date);
    alter function people_handed_over(uuid, uuid, date) rename to people_hand_over;
    grant execute on function people_hand_over(uuid, uuid, date) to {APP};
    drop function people_agreed_to_go(uuid, uuid, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0014_pairs_across_units"),
        ("organisations", "0005_directory"),
    ]
    operations = [migrations.RunSQL(AGREED, UNASKED)]
