-- What speaks for calling on each household of a unit in one settlement, for who sees who is who there: the last
-- visit that met it, tasks due by a day over all mandates (that they exist is known anyway: docs/adr/0511), and
-- whether an urgent need is open. Neither its area nor its mandate is told, and of needs for safety not even that.
create function outreach_to_call_on(of_unit uuid, in_place uuid, until date)
    returns table (household_id uuid, last_visit date, tasks integer, first_due date, urgent boolean)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select h.id, met.last, due.tasks, due.first, exists (
            select 1 from cases_need n
            where n.household_id = h.id and n.unit_id = of_unit and n.urgency = 'urgent' and n.area <> 'safety'
              and n.state not in ('met', 'dropped'))
        from people_household h
        cross join lateral (
            select max(v.date) as last from outreach_visithousehold m join outreach_visit v on v.id = m.visit_id
            where m.household_id = h.id and m.unit_id = of_unit and v.state = 'done') met
        cross join lateral (
            select count(*)::integer as tasks, min(t.due) as first from outreach_task t
            where t.household_id = h.id and t.unit_id = of_unit and t.state = 'open'
              and (t.due <= until or t.due is null)) due
        where h.unit_id = of_unit and h.place_id = in_place
          and of_unit = any ((select khetane_units('identity.read'))::uuid[])
    $$;
revoke execute on function outreach_to_call_on(uuid, uuid, date) from public;
grant execute on function outreach_to_call_on(uuid, uuid, date) to khetane_app;
