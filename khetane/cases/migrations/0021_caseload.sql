-- How much is open per unit and mandate, with procedures: to who leads a unit of all its mandates, to others of their own.
drop function cases_caseload(date);
create function cases_caseload(today date)
    returns table (unit uuid, mandate varchar, open_needs bigint, urgent_needs bigint, open_tasks bigint, overdue bigint,
                   procedures bigint, missed bigint)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        with counted as (
            select n.unit_id, n.mandate, count(*) needs, count(*) filter (where n.urgency = 'urgent') urgent,
                   0::bigint tasks, 0::bigint late, 0::bigint procedures, 0::bigint missed
            from cases_need n
            where n.state in ('open', 'working') and n.unit_id = any ((select khetane_units('identity.read'))::uuid[])
            group by n.unit_id, n.mandate
            union all
            select t.unit_id, t.mandate, 0, 0, count(*), count(*) filter (where t.due < today), 0, 0
            from outreach_task t
            where t.state = 'open' and t.unit_id = any ((select khetane_units('identity.read'))::uuid[])
            group by t.unit_id, t.mandate
            union all
            select p.unit_id, p.mandate, 0, 0, 0, 0, count(*), count(*) filter (where p.due < today and p.turn = 'client')
            from cases_procedure p
            where p.outcome = 'pending' and p.unit_id = any ((select khetane_units('identity.read'))::uuid[])
            group by p.unit_id, p.mandate
        )
        select c.unit_id, c.mandate, sum(needs)::bigint, sum(urgent)::bigint, sum(tasks)::bigint, sum(late)::bigint,
               sum(procedures)::bigint, sum(missed)::bigint
        from counted c
        where c.unit_id = any ((select khetane_units('submission.review'))::uuid[])
           or (select khetane_readers()) -> c.unit_id::text ? c.mandate::text
        group by c.unit_id, c.mandate
    $$;
revoke execute on function cases_caseload(date) from public;
grant execute on function cases_caseload(date) to khetane_app;
