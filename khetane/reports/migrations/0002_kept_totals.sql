-- Totals of units as they are told: what counts the unit's own doing as it is; what counts people and their cases rounded to
-- five, and nothing below five. Of one half-year that is over, else nothing. Nobody may ask it but the functions below.
create function reports_told(units uuid[], half date) returns table (unit_id uuid, measure text, number bigint)
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
    $$;

-- Totals of each unit for whoever monitors work without seeing persons: as they were kept last, or counted while none are kept.
create or replace function reports_of_units(half date) returns table (unit_id uuid, measure text, number bigint)
    language plpgsql stable security definer set search_path = public, pg_temp
    as $$
    begin
        if exists (select from reports_kepttotal k where k.half = reports_of_units.half) then
            return query
                select k.unit_id, k.measure::text, k.number from reports_kepttotal k
                where k.half = reports_of_units.half and k.unit_id = any (khetane_units('work.monitor'));
        else
            return query select * from reports_told(khetane_units('work.monitor'), reports_of_units.half);
        end if;
    end $$;

-- When the totals of a half-year were kept; nothing while none are.
create function reports_kept_at(of_half date) returns timestamptz
    language sql stable security definer set search_path = public, pg_temp
    as $$ select min(k.kept_at) from reports_kepttotal k where k.half = of_half $$;

-- Count a half-year anew for all units; how many totals there are now. It tells nothing of them.
create function reports_keep(of_half date) returns integer
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    declare kept integer;
    begin
        delete from reports_kepttotal where half = of_half;
        insert into reports_kepttotal (half, unit_id, measure, number, kept_at)
        select of_half, t.unit_id, t.measure, t.number, now()
        from reports_told(array(select id from organisations_unit), of_half) t;
        get diagnostics kept = row_count;
        return kept;
    end $$;

alter table reports_kepttotal enable row level security;
alter table reports_kepttotal force row level security;
create policy owner_all on reports_kepttotal to current_user using (true) with check (true);
create policy backup_read on reports_kepttotal for select to khetane_backup using (true);
grant select on reports_kepttotal to khetane_backup;

revoke execute on function reports_told(uuid[], date) from public;
revoke execute on function reports_kept_at(date) from public;
revoke execute on function reports_keep(date) from public;
grant execute on function reports_kept_at(date) to khetane_app;
grant execute on function reports_keep(date) to khetane_app;
