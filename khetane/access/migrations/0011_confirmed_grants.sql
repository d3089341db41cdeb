-- A role that sees persons, given on a screen, is in force once a second person has confirmed it. While
-- `unconfirmed_since` is set and the role sees persons, the grant gives nothing at all. What is given by the program
-- itself (the server's own commands) is in force at once: whoever has the server's shell has its keys.
-- Whoever may confirm could confirm for herself through an account she made up: so `grant.confirm` stands in the list too.

create function access_sees_persons(permissions varchar[]) returns boolean
    language sql immutable parallel safe
    as $$
        select permissions && array['identity.read', 'content.read', 'self_identification.read', 'submission.read',
                                    'override.use', 'grant.confirm']::varchar[]
    $$;

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
                          where top.id = g.place_id) end,
               coalesce(g.place_id, (select municipality_id from organisations_unit where id = g.unit_id))
        from access_rolegrant g
        join access_account a on a.id = g.account_id
        where g.account_id = khetane_viewer() and a.is_active
          and g.begins <= current_date and (g.ends is null or g.ends > current_date)
          and (g.unconfirmed_since is null or not exists (
              select 1 from access_role r where r.code = g.role_id and access_sees_persons(r.permissions)))
    $$;

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
              and p.path <@ top.path)
    $$;

-- The grants that wait and that the viewer may confirm or refuse: within her reach, for somebody else, and neither
-- given by herself nor to an account for which she ever made a link to set the password.
create function access_grants_to_confirm() returns setof uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select g.id from access_rolegrant g join access_role r on r.code = g.role_id
        where g.unconfirmed_since is not null and access_sees_persons(r.permissions)
          and (g.ends is null or g.ends > current_date)
          and khetane_viewer() is distinct from g.account_id and khetane_viewer() is distinct from g.granted_by_id
          and not exists (select 1 from access_invitation i
                          where i.account_id = g.account_id and i.made_by_id = khetane_viewer())
          and coalesce(g.unit_id = any (khetane_units('grant.confirm'))
                       or access_reaches('grant.confirm', g.place_id), false)
    $$;

create function access_confirm_grant(asked uuid) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        update access_rolegrant
        set unconfirmed_since = null, confirmed_by_id = khetane_viewer(), confirmed_at = now()
        where id = asked and id in (select access_grants_to_confirm());
        return found;
    end $$;

create function access_refuse_grant(asked uuid) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        update access_rolegrant set ends = greatest(begins, current_date)
        where id = asked and id in (select access_grants_to_confirm());
        return found;
    end $$;

-- Whoever made the link may have opened it herself: with a password set by a link the roles wait anew.
create function access_password_by_link() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    begin
        update access_rolegrant set unconfirmed_since = now(), confirmed_by_id = null, confirmed_at = null
        where account_id = new.account_id and (ends is null or ends > current_date);
        return null;
    end $$;
create trigger password_by_link after update of accepted_at on access_invitation
    for each row
    when (old.accepted_at is null and new.accepted_at is not null
          and new.made_by_id <> '00000000-0000-4000-8000-000000000001')
    execute function access_password_by_link();

drop policy app_insert on access_rolegrant;
create policy app_insert on access_rolegrant for insert to khetane_app with check (
    account_id <> khetane_viewer()
    and confirmed_at is null
    and (khetane_viewer() = '00000000-0000-4000-8000-000000000001'
         or (granted_by_id = khetane_viewer() and unconfirmed_since is not null))
    and (unit_id = any ((select khetane_units('account.write'))::uuid[])
         or access_reaches('account.write', place_id)));

-- What a role allows is decided by what is installed: otherwise it could be widened under grants that are in force.
drop policy app_insert on access_role;
drop policy app_update on access_role;
drop policy app_delete on access_role;
create policy app_insert on access_role for insert to khetane_app
    with check (khetane_viewer() = '00000000-0000-4000-8000-000000000001');
create policy app_update on access_role for update to khetane_app
    using (khetane_viewer() = '00000000-0000-4000-8000-000000000001');

revoke execute on function access_grants_to_confirm(), access_confirm_grant(uuid), access_refuse_grant(uuid),
    access_password_by_link() from public;
grant execute on function access_grants_to_confirm(), access_confirm_grant(uuid), access_refuse_grant(uuid) to khetane_app;
