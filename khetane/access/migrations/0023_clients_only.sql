-- A role that sees clients only (`clients.only`): whatever its other permissions open, rows about households are there for its
-- holder only where she is connected with them (docs/adr/0660; khetane.core.sql.clients_only). Everybody else is asked nothing more.

-- Records that the viewer makes in this transaction: she may go on writing of them. None that is there already.
create function access_makes(record uuid) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        if exists (select from people_household where id = record) or exists (select from people_person where id = record) then
            return;
        end if;
        perform access_keep('khetane.made', coalesce(access_kept('khetane.made'), '{}') || record);
        perform set_config('khetane.clients', '', true);
    end $$;

-- What of households, persons and content is there for a viewer who sees clients only, as the keys of an object, in which
-- PostgreSQL looks rows up by halving: units that she sees as a whole by another role; for content the same with its mandate,
-- as "unit:mandate"; households and persons; and with a "c" before them those of whom she reads what her mandate holds.
create function access_clients() returns jsonb
    language plpgsql stable security definer set search_path = public, pg_temp
    as $$
    begin
        return (
            with whole as (
                select unnest(g.unit_ids) as unit, r.permissions, r.mandates
                from access_viewer_grants() g join access_role r on r.code = g.role
                where not 'clients.only' = any (r.permissions))
            select coalesce(jsonb_object_agg(k.key, true), '{}') from (
                select unit::text as key from whole where 'identity.read' = any (permissions)
                union select unit || ':' from whole where 'identity.read' = any (permissions)
                union select unit || ':' || mandate from whole cross join unnest(mandates) mandate
                    where 'content.read' = any (permissions)
                union select unit || ':self_identification' from whole
                    where 'self_identification.read' = any (permissions)
                union select unnest(access_overridden())::text
                union select unnest(coalesce(access_kept('khetane.made'), '{}'))::text
                union select c.key from cases_client_keys() c) k);
    end $$;

-- The same, kept for the transaction; null for who is not limited to clients: of her nothing more is asked.
create or replace function khetane_clients() returns jsonb
    language plpgsql stable security invoker
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.clients', true);
        clients jsonb;
    begin
        if entry <> '' and starts_with(kept, entry) then
            return nullif(substr(kept, length(entry) + 1), '')::jsonb;
        end if;
        if access_is_limited() then clients := access_clients(); end if;
        if entry <> '' then
            perform set_config('khetane.clients', entry || coalesce(clients::text, ''), true);
        end if;
        return clients;
    end $$;

-- Whether something that the viewer holds is limited to clients.
create function access_is_limited() returns boolean
    language plpgsql stable security invoker
    as $$
    declare grants jsonb := coalesce(access_kept_grants(), access_grants());
    begin
        for number in 0 .. jsonb_array_length(grants) - 1 loop
            if grants->number->'permissions' ? 'clients.only' then return true; end if;
        end loop;
        return false;
    end $$;

-- Whatever connects a viewer with households, or parts her from them, ends what was kept of it.
create function access_forget_clients() returns trigger language plpgsql as $$
begin
    perform set_config('khetane.clients', '', true);
    return null;
end $$;

-- As before (0007), and policies look again whether the viewer is limited.
create or replace function access_forget() returns trigger language plpgsql as $$
begin
    perform set_config('khetane.entry', '', true), set_config('khetane.whole', '', true);
    return null;
end $$;

-- As before (0017). A viewer who is not limited is named in `khetane.whole`: policies compare that with who looks, and ask no more.
create or replace function access_enter(account uuid, entry text)
    returns table (permissions varchar[], mandates varchar[], unit_ids uuid[])
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare
        kept text := set_config('khetane.viewer', coalesce(account::text, ''), true)
                     || set_config('khetane.entry', entry, true);
        grants jsonb := '[]';
        may_override boolean := false;
        limited boolean := false;
    begin
        for permissions, mandates, unit_ids in
            select r.permissions, r.mandates, g.unit_ids
            from access_viewer_grants() g join access_role r on r.code = g.role
        loop
            grants := grants || jsonb_build_object(
                'permissions', permissions, 'mandates', mandates, 'units', unit_ids::text);
            may_override := may_override or 'override.use' = any (permissions);
            limited := limited or 'clients.only' = any (permissions);
            return next;
        end loop;
        kept := set_config('khetane.grants', entry || grants::text, true);
        kept := set_config('khetane.whole', case when limited then '' else coalesce(account::text, '') end, true);
        if not may_override then kept := access_keep('khetane.overridden', '{}')::text; end if;
    end $$;

revoke execute on function access_is_limited(), access_makes(uuid), access_clients(), khetane_clients(), access_forget_clients()
    from public;
grant execute on function access_is_limited(), access_makes(uuid), access_clients(), khetane_clients() to khetane_app;
