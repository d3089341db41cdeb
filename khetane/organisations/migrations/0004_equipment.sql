-- Which mandates somebody holds in each unit, and since when; not who. For everybody who is signed in: that a unit
-- has no health mediator is no secret, her name is for those who see accounts.
create function organisations_posts() returns table (unit_id uuid, mandate text, since date)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select g.unit_id, held.mandate::text, min(g.begins)
        from access_rolegrant g
        join access_role r on r.code = g.role_id
        join access_account a on a.id = g.account_id and a.is_active
        cross join unnest(r.mandates) as held (mandate)
        where g.unit_id is not null and g.begins <= current_date and (g.ends is null or g.ends > current_date)
          and (g.unconfirmed_since is null or not access_sees_persons(r.permissions))
          and nullif(current_setting('khetane.viewer', true), '') is not null
        group by g.unit_id, held.mandate
    $$;
revoke execute on function organisations_posts() from public;
grant execute on function organisations_posts() to khetane_app;
