-- Grievances past their time (docs/adr/0730). The program gives notice, the supervisor decides, the eraser carries it out.
-- Each function is one of these steps, and asks who calls it.

-- Those that ended before a day or are noticed already, with the day on which each ended: closed, or last answered,
-- replied to or passed on. What waits to be answered has not ended.
create function grievances_past(before date)
    returns table (grievance uuid, ended date, expiry uuid, over_on date, confirmed boolean)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        with ended as materialized (
            select g.id,
                case when g.state in ('answered', 'escalated', 'closed') then
                    (greatest(g.closed_at, g.answered_at, g.escalated_at,
                              (select max(m.at) from grievances_grievancemessage m where m.grievance_id = g.id))
                     at time zone 'Europe/Belgrade')::date
                end as on_day
            from grievances_grievance g where subjects_is_program())
        select o.id, o.on_day, e.id, e.over_on, coalesce(e.state = 'confirmed', false)
        from ended o
        left join grievances_grievanceexpiry e on e.grievance = o.id and e.state in ('noticed', 'confirmed')
        where (o.on_day < before or e.id is not null)
          and not exists (select 1 from grievances_grievanceexpiry k
                          where k.grievance = o.id and k.state = 'kept' and k.decided_from > cases_today())
        order by o.id
    $$;

-- Give notice of a grievance; null where it is noticed already, or gone.
create function grievances_notice(asked uuid, ended date, over date, notice date, decided date) returns uuid
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        insert into grievances_grievanceexpiry (id, grievance, unit_id, since, over_on, noticed_on, decided_from, state, why)
        select gen_random_uuid(), g.id, g.unit_id, ended, over, notice, decided, 'noticed', ''
        from grievances_grievance g where g.id = asked and subjects_is_program()
        on conflict (grievance) where state in ('noticed', 'confirmed') do nothing
        returning id
    $$;

-- What was noticed is no longer past its time: it was opened again, or the rule was lengthened. How many.
create function grievances_lapse(asked uuid[]) returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        with lapsed as (
            update grievances_grievanceexpiry set state = 'lapsed', why = ''
            where subjects_is_program() and id = any (asked) and state in ('noticed', 'confirmed')
            returning 1)
        select count(*) from lapsed
    $$;

-- A supervisor who reads them confirms, or says why they must be kept, after the time of notice. The ids of those decided
-- now; what was decided before is left as it is.
create function grievances_decide(asked uuid[], becomes text, reason text, until date) returns setof uuid
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        update grievances_grievanceexpiry e
        set state = becomes, why = reason, decided_by = khetane_viewer(), decided_at = now(),
            decided_from = coalesce(until, e.decided_from)
        from grievances_grievance g
        where e.id = any (asked) and e.state = 'noticed' and e.decided_from <= cases_today()
          and becomes in ('confirmed', 'kept') and g.id = e.grievance
          and (g.unit_id = any ((select khetane_units('grievance.sort'))::uuid[])
               or (g.unit_id is null and (select khetane_holds('grievance.sort'))))
          and not coalesce(g.unit_id = any ((select grievances_own_units())::uuid[]), false)
          and not g.id = any ((select grievances_withheld())::uuid[])
        returning e.id
    $$;

-- What is to be carried out, with who decided it.
create function grievances_confirmed(most integer) returns table (expiry uuid, grievance uuid, decided_by uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select e.id, e.grievance, e.decided_by from grievances_grievanceexpiry e
        where subjects_is_program() and e.state = 'confirmed' order by e.decided_at, e.id limit most
    $$;

-- A grievance said to be about another unit takes its notice along.
create function grievances_expiry_follows() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$ begin
        update grievances_grievanceexpiry set unit_id = new.unit_id where grievance = new.id;
        return null;
    end $$;
create trigger grievances_expiry_follows after update of unit_id on grievances_grievance
    for each row when (old.unit_id is distinct from new.unit_id) execute function grievances_expiry_follows();

-- Counts of a half-year, as before, with those of which nothing but a count is left.
create or replace function grievances_told(units uuid[], half date)
    returns table (unit_id uuid, measure text, number bigint)
    language sql stable set search_path = public, pg_temp
    as $$
        with those as (
            select g.unit_id, g.kind, g.received_on as came,
                (g.answered_at at time zone 'Europe/Belgrade')::date <= g.answer_by as in_time,
                coalesce((g.answered_at at time zone 'Europe/Belgrade')::date, current_date) > g.answer_by as late,
                g.body <> '' as escalated, g.reopened > 0 as reopened, g.satisfied = 'yes' as content
            from grievances_grievance g
            union all
            select r.unit_id, r.kind, r.month, r.in_time, not r.in_time, r.escalated, r.reopened, r.content
            from grievances_grievanceremnant r),
        of_half as (
            select t.* from those t
            where t.unit_id = any (units) and extract(day from half) = 1 and extract(month from half) in (1, 7)
              and half + interval '6 months' <= current_date
              and t.came >= half and t.came < (half + interval '6 months')::date),
        counted as (
            select t.unit_id, 'grievances' as measure, count(*) as number from of_half t group by 1
            union all
            select t.unit_id, 'grievances_' || t.kind, count(*) from of_half t group by t.unit_id, t.kind
            union all
            select t.unit_id, 'grievances_in_time', count(*) from of_half t where t.in_time group by 1
            union all
            select t.unit_id, 'grievances_late', count(*) from of_half t where t.late group by 1
            union all
            select t.unit_id, 'grievances_escalated', count(*) from of_half t where t.escalated group by 1
            union all
            select t.unit_id, 'grievances_reopened', count(*) from of_half t where t.reopened group by 1
            union all
            select t.unit_id, 'grievances_content', count(*) from of_half t where t.content group by 1)
        select c.unit_id, c.measure, case when c.number >= 5 then (round(c.number / 5.0) * 5)::bigint end from counted c
    $$;

revoke execute on function grievances_past(date), grievances_notice(uuid, date, date, date, date), grievances_lapse(uuid[]),
    grievances_decide(uuid[], text, text, date), grievances_confirmed(integer), grievances_expiry_follows() from public;
grant execute on function grievances_past(date), grievances_notice(uuid, date, date, date, date), grievances_lapse(uuid[]),
    grievances_decide(uuid[], text, text, date), grievances_confirmed(integer) to khetane_app;
