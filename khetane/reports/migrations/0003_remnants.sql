-- What units did from one day to another, the last day in it, as before (0001); of records that were pseudonymised since, the
-- services, who received them and the procedures, as they remain (docs/adr/0720). Only functions of the database ask it.
create or replace function reports_counts(units uuid[], since date, until date, bounds integer[])
    returns table (unit_id uuid, measure text, key text, number bigint)
    language sql stable set search_path = public, pg_temp
    as $$
        with remain as (
            select r.* from subjects_remnant r where r.unit_id = any (units) and r.month between since and until),
        visits as (
            select v.* from outreach_visit v where v.unit_id = any (units) and v.date between since and until),
        made as (select * from visits where state = 'done'),
        met as (
            select made.unit_id, made.date, h.household_id
            from made join outreach_visithousehold h on h.visit_id = made.id),
        delivered as (
            select s.unit_id, s.type, s.id, s.person_id, s.household_id
            from cases_service s where s.unit_id = any (units) and s.date between since and until
            union all
            select g.unit_id, g.type, g.id, p.person_id, p.household_id
            from cases_groupdelivery g left join cases_groupparticipant p on p.group_id = g.id
            where g.unit_id = any (units) and g.date between since and until
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
        select n.unit_id, 'needs', n.area || ' ' || n.state, count(*) from cases_need n
        where n.unit_id = any (units) and n.found_on between since and until group by 1, 3
        union all
        select n.unit_id, 'closed_needs', n.area || ' ' || n.state, count(*) from cases_need n
        where n.unit_id = any (units) and n.closed_on between since and until group by 1, 3
        union all
        select t.unit_id, 'closed_tasks', t.state::text, count(*) from outreach_task t
        where t.unit_id = any (units) and t.closed_on between since and until group by 1, 3
        union all
        select p.unit_id, 'agreed_plans', '', count(*) from cases_caseplan p
        where p.unit_id = any (units) and p.agreed_on between since and until group by 1
        union all
        select p.unit_id, 'closed_plans', p.outcome::text, count(*) from cases_caseplan p
        where p.unit_id = any (units) and p.closed_on between since and until group by 1, 3
        union all
        select r.unit_id, 'referrals', r.state::text, count(*) from cases_referral r
        where r.unit_id = any (units) and r.sent_on between since and until group by 1, 3
        union all
        select d.unit_id, 'services', coalesce(d.type, ''), count(distinct d.id) from delivered d
        group by grouping sets ((d.unit_id, d.type), (d.unit_id))
        union all
        select d.unit_id, 'service_persons', coalesce(d.type, ''), count(distinct d.person_id) from delivered d
        group by grouping sets ((d.unit_id, d.type), (d.unit_id))
        union all
        select d.unit_id, 'service_households', coalesce(d.type, ''), count(distinct d.household_id) from delivered d
        group by grouping sets ((d.unit_id, d.type), (d.unit_id))
        union all
        select p.unit_id, 'initiated', p.type::text, count(*) from (
            select p.unit_id, p.type from cases_procedure p
            where p.unit_id = any (units) and p.initiated_on between since and until
            union all
            select r.unit_id, r.type from remain r where r.kind = 'procedure') p group by 1, 3
        union all
        select p.unit_id, 'solved', p.type || ' ' || p.outcome, count(*) from (
            select p.unit_id, p.type, p.outcome from cases_procedure p
            where p.unit_id = any (units) and p.solved_on between since and until
            union all
            select r.unit_id, r.type, r.outcome from subjects_remnant r
            where r.kind = 'procedure' and r.unit_id = any (units) and r.solved_month between since and until) p
        group by 1, 3
    $$;
