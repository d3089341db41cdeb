-- How many households a process concerns, and what they said, for whoever sees the settlement and not its households:
-- rounded to five, and nothing below five. The view 'all' is the total.
create function upgrading_concerned(asked uuid[])
    returns table (process uuid, view text, number bigint)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select c.process_id, coalesce(c.view, 'all')::text,
               case when count(*) < 5 then null else (round(count(*) / 5.0) * 5)::bigint end
        from upgrading_concernedhousehold c join upgrading_process p on p.id = c.process_id
        where p.id = any (asked) and p.municipality_id = any (khetane_municipalities('settlement.read'))
        group by grouping sets ((c.process_id, c.view), (c.process_id))
    $$;
revoke execute on function upgrading_concerned(uuid[]) from public;
grant execute on function upgrading_concerned(uuid[]) to khetane_app;
