-- The viewer's grants that are in force today, each with its role, and the units that it leaves out of its place. What a viewer
-- may follows from these; who else holds a role is asked elsewhere. No `security definer` and no search path, so that PostgreSQL takes it into the statement that asks: only
-- functions of the owner do.
create function access_grants_in_force()
    returns table (role varchar, permissions varchar[], mandates varchar[], unit_id uuid, place_id uuid, left_out uuid[])
    language sql stable
    as $$
        select r.code, r.permissions, r.mandates, g.unit_id, g.place_id, g.widening || g.left_out
        from access_rolegrant g
        join access_account a on a.id = g.account_id
        join access_role r on r.code = g.role_id
        where g.account_id = khetane_viewer() and a.is_active
          and g.begins <= khetane_today() and (g.ends is null or g.ends > khetane_today())
          and (g.unconfirmed_since is null or not access_sees_persons(r.permissions))
    $$;

-- The units that work in a place or below it, without some.
create function access_units_below(place uuid, left_out uuid[]) returns uuid[]
    language sql stable
    as $$
        select coalesce(array_agg(u.id), '{}')
        from places_place top
        join places_place p on p.path <@ top.path
        join organisations_unit u on u.municipality_id = p.id
        where top.id = place and u.id <> all (left_out)
    $$;
revoke execute on function access_grants_in_force(), access_units_below(uuid, uuid[]) from public;

create or replace function access_viewer_grants()
    returns table (role varchar, unit_ids uuid[], place_id uuid)
    language sql stable
    as $$
        select g.role,
               case when g.unit_id is not null then array[g.unit_id] else access_units_below(g.place_id, g.left_out) end,
               coalesce(g.place_id, (select municipality_id from organisations_unit where id = g.unit_id))
        from access_grants_in_force() g
    $$;

create or replace function access_reaches(permission text, place uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select exists (
            select 1 from access_grants_in_force() g
            join places_place top on top.id = g.place_id
            join places_place p on p.id = place
            where permission = any (g.permissions) and p.path <@ top.path
              and not exists (
                  select 1 from organisations_unit u join places_place town on town.id = u.municipality_id
                  where u.id = any (g.left_out) and town.path <@ p.path))
    $$;

-- As before (0027), but a row for each grant: to put those of a role together took longer than all that is told of one, and
-- the application does it as fast. Nor is a statement made ready for the units of a place where none is held.
create or replace function access_enter(account uuid, entry text)
    returns table (permissions varchar[], mandates varchar[], unit_ids uuid[])
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare
        kept text := set_config('khetane.viewer', coalesce(account::text, ''), true)
                     || set_config('khetane.entry', entry, true);
        may_override boolean := false;
        narrowed boolean := false;
        overridden uuid[] := '{}';
        identity uuid[] := '{}';
        content uuid[] := '{}';
        submission uuid[] := '{}';
        read varchar[];
        alike varchar[];
        differ boolean := false;
    begin
        for permissions, mandates, unit_ids in
            select g.permissions, g.mandates,
                   case when g.unit_id is not null then array[g.unit_id] else access_units_below(g.place_id, g.left_out) end
            from access_grants_in_force() g
        loop
            may_override := may_override or 'override.use' = any (permissions);
            narrowed := narrowed or 'clients.only' = any (permissions);
            identity := case when 'identity.read' = any (permissions) then identity || unit_ids else identity end;
            content := case when 'content.read' = any (permissions) then content || unit_ids else content end;
            submission := case when 'submission.read' = any (permissions) then submission || unit_ids else submission end;
            read := case when 'content.read' = any (permissions) then mandates else '{}' end
                || case when 'self_identification.read' = any (permissions) then '{self_identification}' else '{}' end::varchar[];
            differ := differ or read <> coalesce(alike, read);
            alike := read;
            return next;
        end loop;
        if may_override then
            overridden := access_overridden();
            narrowed := narrowed or overridden <> '{}';
        end if;
        kept := set_config('khetane.overridden', case when entry <> '' then entry || overridden::text else '' end, true)
            || set_config('khetane.whole', case when narrowed then '' else coalesce(account::text, '') end, true)
            || set_config('khetane.in.identity.read', identity::text, true)
            || set_config('khetane.in.content.read', content::text, true)
            || set_config('khetane.in.submission.read', submission::text, true)
            || set_config('khetane.in.mandates',
                case when alike is null or differ then '' else array_prepend('', alike)::text end, true);
    end $$;
