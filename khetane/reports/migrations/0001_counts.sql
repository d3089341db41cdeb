-- The age band of a birth on a day: the number of the last of `bounds` that the age has reached; -1 where the birth
-- does not allow to say. As khetane.core.birth reckons: completed years, an estimate right to two years.
create function reports_years(born date, on_day date) returns integer
    language sql immutable
    as $$ select (extract(year from on_day) - extract(year from born))::integer
                 - (to_char(on_day, 'MMDD') < to_char(born, 'MMDD'))::integer $$;

create function reports_band(born date, exactness text, on_day date, bounds integer[]) returns integer
    language sql immutable
    as $$
        select case when born is null or first > on_day or low <> high then -1 else low end
        from (
            select first, width_bucket(greatest(0, reports_years(last, on_day)), bounds) as low,
                width_bucket(reports_years(first, on_day), bounds) as high
            from (
                select case exactness when 'month' then date_trunc('month', born)::date
                                      when 'year' then date_trunc('year', born)::date
                                      when 'estimated' then make_date(extract(year from born)::integer - 2, 1, 1)
                                      else born end as first,
                       case exactness when 'month' then (date_trunc('month', born) + interval '1 month - 1 day')::date
                                      when 'year' then make_date(extract(year from born)::integer, 12, 31)
                                      when 'estimated' then make_date(extract(year from born)::integer + 2, 12, 31)
                                      else born end as last) known) aged
    $$;

-- What units did from one day to another, the last day in it. Nobody may ask it but the functions below.
create function reports_counts(units uuid[], since date, until date, bounds integer[])
    returns table (unit_id uuid, measure text, key text, number bigint)
    language sql stable set search_path = public, pg_temp
    as $$
        with visits as (
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
            where g.unit_id = any (units) and g.date between since and until),
        reached as (
            select met.unit_id, m.person_id
            from met join people_membership m on m.household_id = met.household_id
                and m.begins <= met.date and (m.ends is null or m.ends > met.date)
            union
            select d.unit_id, d.person_id from delivered d where d.person_id is not null),
        persons as (
            select r.unit_id, p.sex, reports_band(p.birth_date, p.birth_precision, until, bounds) as band
            from reached r join people_person p on p.id = r.person_id)
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
        select p.unit_id, 'initiated', p.type::text, count(*) from cases_procedure p
        where p.unit_id = any (units) and p.initiated_on between since and until group by 1, 3
        union all
        select p.unit_id, 'solved', p.type || ' ' || p.outcome, count(*) from cases_procedure p
        where p.unit_id = any (units) and p.solved_on between since and until group by 1, 3
    $$;

-- The counts of one unit over all its mandates, for whoever makes its report (docs/adr/0600): no row of a person.
create function reports_of_unit(of_unit uuid, since date, until date, bounds integer[])
    returns table (measure text, key text, number bigint)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select c.measure, c.key, c.number from reports_counts(array[of_unit], since, until, bounds) c
        where of_unit = any ((select khetane_units('report.read'))::uuid[])
    $$;

-- Totals of each unit for whoever monitors work without seeing persons: of one half-year that is over. What counts the
-- unit's own doing is told as it is; what counts people and their cases is rounded to five, and nothing below five.
create function reports_of_units(half date) returns table (unit_id uuid, measure text, number bigint)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        with summed as (
            select c.unit_id, c.measure, c.key, c.number
            from reports_counts(
                (select khetane_units('work.monitor')), half, (half + interval '6 months - 1 day')::date, array[0]) c
            where extract(day from half) = 1 and extract(month from half) in (1, 7)
              and half + interval '6 months' <= current_date),
        told as (
            select s.unit_id, 'visits_' || s.key as measure, s.number, true as own from summed s
            where s.measure = 'visits' and s.key in ('done', 'cancelled')
            union all
            select s.unit_id, s.measure, s.number, true from summed s where s.measure = 'settlements'
            union all
            select s.unit_id, s.measure, sum(s.number)::bigint, false from summed s
            where s.measure in ('households', 'people', 'needs', 'referrals', 'initiated')
               or (s.measure = 'services' and s.key = '') or (s.measure = 'solved' and s.key like '% granted')
            group by s.unit_id, s.measure)
        select t.unit_id, t.measure,
            case when t.own then t.number when t.number < 5 then null else (round(t.number / 5.0) * 5)::bigint end
        from told t
    $$;
revoke execute on function reports_counts(uuid[], date, date, integer[]) from public;
revoke execute on function reports_of_unit(uuid, date, date, integer[]) from public;
revoke execute on function reports_of_units(date) from public;
grant execute on function reports_of_unit(uuid, date, date, integer[]) to khetane_app;
grant execute on function reports_of_units(date) to khetane_app;
