-- Open tasks that the viewer may not read, in units where she sees who is who: whose they are and when they are due,
-- of one household or, without one, of all her units. Nothing else of them is told.
create function outreach_tasks_of_others(asked uuid) returns table (mandate varchar, due date)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select t.mandate, t.due
        from outreach_task t
        where t.state = 'open' and (asked is null or t.household_id = asked)
          and t.unit_id = any ((select khetane_units('identity.read'))::uuid[])
          and t.mandate not in ('', 'coordination')
          and (select khetane_readers()) -> t.unit_id::text ? t.mandate::text is not true
    $$;
revoke execute on function outreach_tasks_of_others(uuid) from public;
grant execute on function outreach_tasks_of_others(uuid) to khetane_app;
