-- The units of a permission are worked out once a transaction and kept in a setting of the transaction.
-- What is kept counts only for the entry (`khetane.entry`) under which it was worked out: whoever enters as
-- another viewer, or again, works it out anew. Without an entry nothing is kept. The settings are as much
-- in the application's hands as `khetane.viewer` itself, and open no more than that.

create function access_units(permission text) returns uuid[]
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(distinct unit_id), '{}')
        from access_viewer_grants() g
        join access_role r on r.code = g.role
        cross join unnest(g.unit_ids) unit_id
        where permission = any (r.permissions)
    $$;

create function access_overridden() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(household), '{}') from access_override
        where account_id = khetane_viewer() and now() between begins_at and ends_at
          and exists (select 1 from access_viewer_grants() g join access_role r on r.code = g.role
                      where 'override.use' = any (r.permissions))
    $$;

-- The units of the households that an override opens. The table of households is made later.
create function access_overridden_units() returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp
    as $$
    begin
        return (select coalesce(array_agg(distinct unit_id), '{}')
                from people_household where id = any (access_overridden()));
    end $$;

create function access_kept(name text) returns uuid[]
    language plpgsql stable
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting(name, true);
    begin
        if entry <> '' and starts_with(kept, entry) then
            return substr(kept, length(entry) + 1)::uuid[];
        end if;
        return null;
    end $$;

create function access_keep(name text, units uuid[]) returns uuid[]
    language plpgsql stable
    as $$
    declare entry text := current_setting('khetane.entry', true);
    begin
        if entry <> '' then perform set_config(name, entry || units::text, true); end if;
        return units;
    end $$;

create or replace function khetane_units(permission text) returns uuid[]
    language plpgsql stable security invoker
    as $$
    begin
        return coalesce(access_kept('khetane.units.' || permission),
                        access_keep('khetane.units.' || permission, access_units(permission)));
    end $$;

create or replace function khetane_overridden() returns uuid[]
    language plpgsql stable security invoker
    as $$
    begin
        return coalesce(access_kept('khetane.overridden'),
                        access_keep('khetane.overridden', access_overridden()));
    end $$;

-- The units in which anything may be there for the viewer: her own, and those of overridden households.
create or replace function khetane_reach(permission text) returns uuid[]
    language plpgsql stable security invoker
    as $$
    declare kept uuid[] := access_kept('khetane.reach.' || permission);
    begin
        if kept is not null then return kept; end if;
        if khetane_overridden() = '{}' then
            return access_keep('khetane.reach.' || permission, khetane_units(permission));
        end if;
        return access_keep('khetane.reach.' || permission, khetane_units(permission) || access_overridden_units());
    end $$;

-- Whatever changes what a viewer reaches ends the keeping for this entry.
create function access_forget() returns trigger language plpgsql as $$
begin
    perform set_config('khetane.entry', '', true);
    return null;
end $$;

create trigger forget_kept after insert or update or delete on access_rolegrant
    for each statement execute function access_forget();
create trigger forget_kept after insert or update or delete on access_role
    for each statement execute function access_forget();
create trigger forget_kept after insert or update or delete on access_override
    for each statement execute function access_forget();
create trigger forget_kept after insert or update or delete on organisations_unit
    for each statement execute function access_forget();
create trigger forget_kept after insert or update of path or delete on places_place
    for each statement execute function access_forget();

-- Begin to work as an account: from here on the policies let through what its grants of today allow.
create function access_enter(account uuid, entry text)
    returns table (permissions varchar[], mandates varchar[], unit_ids uuid[])
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        perform set_config('khetane.viewer', coalesce(account::text, ''), true);
        perform set_config('khetane.entry', entry, true);
        return query select r.permissions, r.mandates, g.unit_ids
                     from access_viewer_grants() g join access_role r on r.code = g.role;
    end $$;

revoke execute on function access_units(text), access_overridden(), access_overridden_units(),
    access_kept(text), access_keep(text, uuid[]), access_enter(uuid, text) from public;
grant execute on function access_units(text), access_overridden(), access_overridden_units(),
    access_kept(text), access_keep(text, uuid[]), access_enter(uuid, text), khetane_reach(text) to khetane_app;
