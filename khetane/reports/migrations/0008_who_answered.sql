-- What units did from one day to another, the last day in it, as before (0003). A record is counted by the unit that answered
-- for its household on the record's day: a hand-over takes records along and leaves figures where they were. A participation
-- that could not follow a merged record is the kept person's. A referral whose answer was awaited until a day that is past is
-- expired, without a step (docs/adr/0560, 0601). Only functions of the database ask it.
create or replace function reports_counts(units uuid[], since date, until date, bounds integer[])
    returns table (unit_id uuid, measure text, key text, number bigint)
    language sql stable set search_path = public, pg_temp
    as $$
        with recursive remain as (
            select r.* from subjects_remnant r where r.unit_id = any (units) and r.month between since and until),
        visits as (
            select v.* from outreach_visit v where v.unit_id = any (units) and v.date between since and until),
        made as (select * from visits where state = 'done'),
        met as (
            select made.unit_id, made.date, h.household_id
            from made join outreach_visithousehold h on h.visit_id = made.id),
        -- Of households that were handed over, which unit answered when; the first one also for what is older.
        answered as materialized (
            select r.household_id, r.unit_id, coalesce(r.ends, 'infinity') as ends,
                case when r.begins = min(r.begins) over (partition by r.household_id) then '-infinity' else r.begins end as begins
            from people_responsibility r
            where r.household_id in (select o.household_id from people_responsibility o where o.ends is not null)),
        given_away as materialized (select distinct a.household_id from answered a where a.unit_id = any (units)),
        recorded (unit_id, household_id, on_day, measure, key) as (
            select n.unit_id, n.household_id, n.found_on, 'needs', n.area || ' ' || n.state from cases_need n
            where (n.unit_id = any (units) or n.household_id = any (array(select household_id from given_away)))
              and n.found_on between since and until
            union all
            select n.unit_id, n.household_id, n.closed_on, 'closed_needs', n.area || ' ' || n.state from cases_need n
            where (n.unit_id = any (units) or n.household_id = any (array(select household_id from given_away)))
              and n.closed_on between since and until
            union all
            select t.unit_id, t.household_id, t.closed_on, 'closed_tasks', t.state from outreach_task t
            where (t.unit_id = any (units) or t.household_id = any (array(select household_id from given_away)))
              and t.closed_on between since and until
            union all
            select p.unit_id, p.household_id, p.agreed_on, 'agreed_plans', '' from cases_caseplan p
            where (p.unit_id = any (units) or p.household_id = any (array(select household_id from given_away)))
              and p.agreed_on between since and until
            union all
            select p.unit_id, p.household_id, p.closed_on, 'closed_plans', p.outcome from cases_caseplan p
            where (p.unit_id = any (units) or p.household_id = any (array(select household_id from given_away)))
              and p.closed_on between since and until
            union all
            select r.unit_id, r.household_id, r.sent_on, 'referrals', case when r.state = 'sent' and r.expires_on < khetane_today() then 'expired' else r.state end from cases_referral r
            where (r.unit_id = any (units) or r.household_id = any (array(select household_id from given_away)))
              and r.sent_on between since and until
            union all
            select p.unit_id, p.household_id, p.initiated_on, 'initiated', p.type from cases_procedure p
            where (p.unit_id = any (units) or p.household_id = any (array(select household_id from given_away)))
              and p.initiated_on between since and until
            union all
            select p.unit_id, p.household_id, p.solved_on, 'solved', p.type || ' ' || p.outcome from cases_procedure p
            where (p.unit_id = any (units) or p.household_id = any (array(select household_id from given_away)))
              and p.solved_on between since and until),
        casework as (
            select coalesce(a.unit_id, c.unit_id) as unit_id, c.measure, c.key
            from recorded c left join answered a
                on a.household_id = c.household_id and c.on_day >= a.begins and c.on_day < a.ends
            where coalesce(a.unit_id, c.unit_id) = any (units)
            union all
            select r.unit_id, 'initiated', r.type from remain r where r.kind = 'procedure'
            union all
            select r.unit_id, 'solved', r.type || ' ' || r.outcome from subjects_remnant r
            where r.kind = 'procedure' and r.unit_id = any (units) and r.solved_month between since and until),
        given as (
            select coalesce(a.unit_id, s.unit_id) as unit_id, s.type, s.id, s.person_id, s.household_id
            from cases_service s left join answered a
                on a.household_id = s.household_id and s.date >= a.begins and s.date < a.ends
            where (s.unit_id = any (units) or s.household_id = any (array(select household_id from given_away)))
              and s.date between since and until and coalesce(a.unit_id, s.unit_id) = any (units)
            union all
            select g.unit_id, g.type, g.id, p.person_id, p.household_id
            from cases_groupdelivery g left join cases_groupparticipant p on p.group_id = g.id
            where g.unit_id = any (units) and g.date between since and until),
        merged (person_id, id) as (
            select g.person_id, p.merged_into_id from (select distinct given.person_id from given) g
            join people_person p on p.id = g.person_id where p.merged_into_id is not null
            union
            select m.person_id, p.merged_into_id
            from merged m join people_person p on p.id = m.id where p.merged_into_id is not null),
        kept as (
            select m.person_id, m.id from merged m join people_person p on p.id = m.id where p.merged_into_id is null),
        delivered as (
            select g.unit_id, g.type, g.id, coalesce(k.id, g.person_id) as person_id, g.household_id
            from given g left join kept k on k.person_id = g.person_id
            union all
            select r.unit_id, r.type, case r.kind when 'service' then r.id end, r.pseudonym, r.home
            from remain r where r.kind in ('service', 'group')),
        reached as (
            select met.unit_id, m.person_id
            from met join people_membership m on m.household_id = met.household_id
                and m.begins <= met.date and (m.ends is null or m.ends > met.date)
            union
            select d.unit_id, d.person_id from delivered d where d.person_id is not null),
        persons as (
            select r.unit_id, p.sex, reports_band(p.birth_date, p.birth_precision, until, bounds) as band
            from reached r join people_person p on p.id = r.person_id
            union all
            select r.unit_id, r.sex,
                reports_band(make_date(r.birth_year, 1, 1), case when r.estimated then 'estimated' else 'year' end, until, bounds)
            from (select distinct unit_id, pseudonym, sex, birth_year, estimated from remain
                  where kind in ('service', 'group') and pseudonym is not null) r)
        select v.unit_id, 'visits', v.state::text, count(*) from visits v group by v.unit_id, v.state
        union all
        select v.unit_id, 'attendance', m::text, count(*) from made v cross join unnest(v.participants) m group by 1, 3
        union all
        select v.unit_id, 'settlements', '', count(distinct v.place_id) from made v group by 1
        union all
        select v.unit_id, 'absent', '', sum(v.absent_count) from made v group by 1
        union all
        select v.unit_id, 'refused', '', sum(v.refused_count) from made v group by 1
        union all
        select m.unit_id, 'households', '', count(distinct m.household_id) from met m group by 1
        union all
        select m.unit_id, 'calls', '', count(*) from met m group by 1
        union all
        select p.unit_id, 'people', p.sex || ' ' || p.band, count(*) from persons p group by 1, 3
        union all
        select c.unit_id, c.measure, c.key, count(*) from casework c group by 1, 2, 3
        union all
        select d.unit_id, 'services', coalesce(d.type, ''), count(distinct d.id) from delivered d
        group by grouping sets ((d.unit_id, d.type), (d.unit_id))
        union all
        select d.unit_id, 'service_persons', coalesce(d.type, ''), count(distinct d.person_id) from delivered d
        group by grouping sets ((d.unit_id, d.type), (d.unit_id))
        union all
        select d.unit_id, 'service_households', coalesce(d.type, ''), count(distinct d.household_id) from delivered d
        group by grouping sets ((d.unit_id, d.type), (d.unit_id))
    $$;
