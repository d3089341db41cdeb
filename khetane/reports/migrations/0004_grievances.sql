-- Beside the work of units: how many grievances there were about each, and how many were answered late, protected as
-- khetane/grievances tells them.
create or replace function reports_told(units uuid[], half date) returns table (unit_id uuid, measure text, number bigint)
    language sql stable set search_path = public, pg_temp
    as $$
        with summed as (
            select c.unit_id, c.measure, c.key, c.number
            from reports_counts(units, half, (half + interval '6 months - 1 day')::date, array[0]) c
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
        union all
        select g.unit_id, g.measure, g.number from grievances_told(units, half) g
        where g.measure in ('grievances', 'grievances_late')
    $$;
