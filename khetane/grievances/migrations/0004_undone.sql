-- The counts as they were before anything was removed.
create or replace function grievances_told(units uuid[], half date) returns table (unit_id uuid, measure text, number bigint)
    language sql stable set search_path = public, pg_temp
    as $$
        with those as (
            select g.* from grievances_grievance g
            where g.unit_id = any (units) and extract(day from half) = 1 and extract(month from half) in (1, 7)
              and half + interval '6 months' <= current_date
              and g.received_on >= half and g.received_on < (half + interval '6 months')::date),
        counted as (
            select t.unit_id, 'grievances' as measure, count(*) as number from those t group by 1
            union all
            select t.unit_id, 'grievances_' || t.kind, count(*) from those t group by t.unit_id, t.kind
            union all
            select t.unit_id, 'grievances_in_time', count(*) from those t
            where t.answered_at is not null and (t.answered_at at time zone 'Europe/Belgrade')::date <= t.answer_by group by 1
            union all
            select t.unit_id, 'grievances_late', count(*) from those t
            where coalesce((t.answered_at at time zone 'Europe/Belgrade')::date, current_date) > t.answer_by group by 1
            union all
            select t.unit_id, 'grievances_escalated', count(*) from those t where t.body <> '' group by 1
            union all
            select t.unit_id, 'grievances_reopened', count(*) from those t where t.reopened > 0 group by 1
            union all
            select t.unit_id, 'grievances_content', count(*) from those t where t.satisfied = 'yes' group by 1)
        select c.unit_id, c.measure, case when c.number >= 5 then (round(c.number / 5.0) * 5)::bigint end from counted c
    $$;
