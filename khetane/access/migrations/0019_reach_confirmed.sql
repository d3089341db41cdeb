-- A role for a place reaches the units that lie in it. A unit that comes to lie there afterwards is not reached before
-- a second person has said so (docs/adr/0510): it stands in `widening` of every such grant of a role that sees persons,
-- or, once refused, in `left_out`; the grant gives what it gave before. The database writes it down itself, for
-- whoever moves a unit or a place, by whatever way.

alter table access_rolegrant alter column widening set default '{}', alter column left_out set default '{}',
    alter column widened_by set default '{}';

create function access_reach_changes(asked uuid, unit uuid, grew boolean) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        update access_rolegrant g
        set widening = now_waiting.units,
            left_out = array_remove(g.left_out, unit),
            widened_since = case when now_waiting.units = '{}' then null when grew then now() else g.widened_since end,
            widened_by = case when now_waiting.units = '{}' then '{}'
                              when grew then array_remove(g.widened_by, khetane_viewer())
                                             || array_remove(array[khetane_viewer()], null)
                              else g.widened_by end
        from (select id, array_remove(widening, unit) || case when grew then array[unit] else '{}' end as units
              from access_rolegrant where id = asked for update) now_waiting
        where g.id = now_waiting.id;
    end $$;

create function access_unit_moved() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    declare one record;
    begin
        for one in
            select g.id as asked, n.id as unit, now_in.path <@ top.path as grew
            from new_units n
            join old_units o on o.id = n.id and o.municipality_id <> n.municipality_id
            join places_place now_in on now_in.id = n.municipality_id
            join places_place was_in on was_in.id = o.municipality_id
            cross join access_rolegrant g
            join access_role r on r.code = g.role_id and access_sees_persons(r.permissions)
            join places_place top on top.id = g.place_id
            where (now_in.path <@ top.path) <> (was_in.path <@ top.path)
            order by g.id
        loop
            perform access_reach_changes(one.asked, one.unit, one.grew);
        end loop;
        return null;
    end $$;
create trigger reach_confirmed after update on organisations_unit
    referencing old table as old_units new table as new_units
    for each statement execute function access_unit_moved();

-- Either end may have moved: the place a role is held for, or the municipality of a unit; most often both together.
create function access_place_moved() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    declare one record;
    begin
        if not exists (select 1 from new_places n join old_places o using (id) where n.path <> o.path) then
            return null;
        end if;
        for one in
            select g.id as asked, u.id as unit, town.path <@ top.path as grew
            from access_rolegrant g
            join access_role r on r.code = g.role_id and access_sees_persons(r.permissions)
            join places_place top on top.id = g.place_id
            left join old_places old_top on old_top.id = top.id
            cross join organisations_unit u
            join places_place town on town.id = u.municipality_id
            left join old_places old_town on old_town.id = town.id
            where (town.path <@ top.path)
                  <> (coalesce(old_town.path, town.path) <@ coalesce(old_top.path, top.path))
            order by g.id
        loop
            perform access_reach_changes(one.asked, one.unit, one.grew);
        end loop;
        return null;
    end $$;
create trigger reach_confirmed after update on places_place
    referencing old table as old_places new table as new_places
    for each statement execute function access_place_moved();

-- The same by another way: a unit or place that gives its id to another one, or is taken out and put in again elsewhere.
create function access_id_stays() returns trigger language plpgsql as $$
begin
    raise exception 'The id of a row of % stays: roles and records name it.', tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
create trigger id_stays before update of id on organisations_unit
    for each row when (old.id <> new.id) execute function access_id_stays();
create trigger id_stays before update of id on places_place
    for each row when (old.id <> new.id) execute function access_id_stays();

create function access_place_in_use() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    begin
        if exists (select 1 from organisations_unit where municipality_id = old.id)
           or exists (select 1 from access_rolegrant where place_id = old.id) then
            raise exception 'The place % stays: a unit works there, or somebody holds a role for it.', old.code
                using errcode = 'insufficient_privilege';
        end if;
        return old;
    end $$;
create trigger in_use before delete on places_place for each row execute function access_place_in_use();
revoke delete on organisations_unit from khetane_app;

create or replace function access_viewer_grants()
    returns table (role varchar, unit_ids uuid[], place_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select g.role_id,
               case when g.unit_id is not null then array[g.unit_id]
                    else (select coalesce(array_agg(u.id), '{}')
                          from places_place top
                          join places_place p on p.path <@ top.path
                          join organisations_unit u on u.municipality_id = p.id
                          where top.id = g.place_id and u.id <> all (g.widening || g.left_out)) end,
               coalesce(g.place_id, (select municipality_id from organisations_unit where id = g.unit_id))
        from access_rolegrant g
        join access_account a on a.id = g.account_id
        where g.account_id = khetane_viewer() and a.is_active
          and g.begins <= current_date and (g.ends is null or g.ends > current_date)
          and (g.unconfirmed_since is null or not exists (
              select 1 from access_role r where r.code = g.role_id and access_sees_persons(r.permissions)))
    $$;

-- A place in which such a unit lies is not reached as a whole either: nobody confirms roles for it by that grant.
create or replace function access_reaches(permission text, place uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select exists (
            select 1 from access_rolegrant g
            join access_account a on a.id = g.account_id
            join access_role r on r.code = g.role_id
            join places_place top on top.id = g.place_id
            join places_place p on p.id = place
            where g.account_id = khetane_viewer() and a.is_active and permission = any (r.permissions)
              and g.begins <= current_date and (g.ends is null or g.ends > current_date)
              and (g.unconfirmed_since is null or not access_sees_persons(r.permissions))
              and p.path <@ top.path
              and not exists (
                  select 1 from organisations_unit u join places_place town on town.id = u.municipality_id
                  where u.id = any (g.widening || g.left_out) and town.path <@ p.path))
    $$;

-- As before (0011), and for what comes to be reached: neither whoever moved it confirms.
create or replace function access_grants_to_confirm() returns setof uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select g.id from access_rolegrant g join access_role r on r.code = g.role_id
        where (g.unconfirmed_since is not null or g.widened_since is not null) and access_sees_persons(r.permissions)
          and (g.ends is null or g.ends > current_date)
          and khetane_viewer() is distinct from g.account_id and khetane_viewer() is distinct from g.granted_by_id
          and khetane_viewer() <> all (g.widened_by)
          and not exists (select 1 from access_invitation i
                          where i.account_id = g.account_id and i.made_by_id = khetane_viewer())
          and coalesce(g.unit_id = any (khetane_units('grant.confirm'))
                       or access_reaches('grant.confirm', g.place_id), false)
    $$;

create or replace function access_confirm_grant(asked uuid) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        update access_rolegrant
        set unconfirmed_since = null, confirmed_by_id = khetane_viewer(), confirmed_at = now(),
            widening = '{}', widened_since = null, widened_by = '{}'
        where id = asked and id in (select access_grants_to_confirm());
        return found;
    end $$;

-- A role that never was in force ends; one that was keeps what it reached, without the units that came to it.
create or replace function access_refuse_grant(asked uuid) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        update access_rolegrant
        set ends = case when unconfirmed_since is null then ends else greatest(begins, current_date) end,
            left_out = left_out || widening, widening = '{}', widened_since = null, widened_by = '{}'
        where id = asked and id in (select access_grants_to_confirm());
        return found;
    end $$;

revoke execute on function access_reach_changes(uuid, uuid, boolean), access_unit_moved(), access_place_moved(),
    access_place_in_use() from public;
