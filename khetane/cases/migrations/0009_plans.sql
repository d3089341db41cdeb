-- What became of the tasks that plan steps made, for who reads the plan: whether they are open, their day, the day on
-- which they were closed. What they say is read by their mandate only (docs/adr/0511, 0550).
create function cases_tasks_of_steps(asked uuid) returns table (step uuid, state varchar, due date, closed_on date)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select s.id, t.state, t.due, t.closed_on
        from cases_planstep s join outreach_task t on t.id = s.task and t.household_id = s.household_id
        where s.plan_id = asked
          and s.unit_id = any ((select khetane_units('content.read'))::uuid[])
          and (select khetane_readers()) -> s.unit_id::text ? 'coordination'
    $$;
revoke execute on function cases_tasks_of_steps(uuid) from public;
grant execute on function cases_tasks_of_steps(uuid) to khetane_app;

-- How much is open per unit and mandate, counted: to who leads a unit of all its mandates, to others of their own.
create function cases_caseload(today date)
    returns table (unit uuid, mandate varchar, open_needs bigint, urgent_needs bigint, open_tasks bigint, overdue bigint)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        with counted as (
            select n.unit_id, n.mandate, count(*) needs, count(*) filter (where n.urgency = 'urgent') urgent,
                   0::bigint tasks, 0::bigint late
            from cases_need n
            where n.state in ('open', 'working') and n.unit_id = any ((select khetane_units('identity.read'))::uuid[])
            group by n.unit_id, n.mandate
            union all
            select t.unit_id, t.mandate, 0, 0, count(*), count(*) filter (where t.due < today)
            from outreach_task t
            where t.state = 'open' and t.unit_id = any ((select khetane_units('identity.read'))::uuid[])
            group by t.unit_id, t.mandate
        )
        select c.unit_id, c.mandate, sum(needs)::bigint, sum(urgent)::bigint, sum(tasks)::bigint, sum(late)::bigint
        from counted c
        where c.unit_id = any ((select khetane_units('submission.review'))::uuid[])
           or (select khetane_readers()) -> c.unit_id::text ? c.mandate::text
        group by c.unit_id, c.mandate
    $$;
revoke execute on function cases_caseload(date) from public;
grant execute on function cases_caseload(date) to khetane_app;
