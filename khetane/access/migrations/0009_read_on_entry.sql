-- Entering reads the viewer's grants anyway: they are kept with the entry, and every question after it is answered
-- from them, without a table being read again. As before (0007) what is kept counts only for its entry, ends with
-- whatever changes grants, and without an entry nothing is kept.

-- Units whose content the viewer reads, each with the mandates: {"unit": ["mandate", …]}, from grants as kept.
create function access_readers(grants jsonb) returns jsonb
    language sql immutable parallel safe
    as $$
        select coalesce(jsonb_object_agg(unit, mandates), '{}')
        from (select unit, jsonb_agg(distinct mandate) as mandates
              from jsonb_array_elements(grants) g
              cross join unnest((g->>'units')::uuid[]) unit
              cross join jsonb_array_elements_text(
                  case when g->'permissions' ? 'content.read' then g->'mandates' else '[]' end
                  || case when g->'permissions' ? 'self_identification.read'
                          then '["self_identification"]'::jsonb else '[]' end) mandate
              group by unit) read
    $$;

-- The viewer's grants in force; their units as the text of an array, which is read back without a query.
create function access_grants() returns jsonb
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(jsonb_agg(jsonb_build_object(
            'permissions', r.permissions, 'mandates', r.mandates, 'units', g.unit_ids::text)), '[]')
        from access_viewer_grants() g join access_role r on r.code = g.role
    $$;

-- The grants kept with this entry; null when none are.
create function access_kept_grants() returns jsonb
    language plpgsql stable
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.grants', true);
    begin
        if entry <> '' and starts_with(kept, entry) then
            return substr(kept, length(entry) + 1)::jsonb;
        end if;
        return null;
    end $$;

create or replace function khetane_units(permission text) returns uuid[]
    language plpgsql stable security invoker
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.units.' || permission, true);
        grants jsonb;
        units uuid[] := '{}';
    begin
        if entry <> '' and starts_with(kept, entry) then
            return substr(kept, length(entry) + 1)::uuid[];
        end if;
        grants := access_kept_grants();
        if grants is null then
            return access_keep('khetane.units.' || permission, access_units(permission));
        end if;
        for number in 0 .. jsonb_array_length(grants) - 1 loop
            if grants->number->'permissions' ? permission then
                units := units || (grants->number->>'units')::uuid[];
            end if;
        end loop;
        return access_keep('khetane.units.' || permission, units);
    end $$;

create or replace function khetane_holds(permission text) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp
    as $$
    declare grants jsonb := coalesce(access_kept_grants(), access_grants());
    begin
        for number in 0 .. jsonb_array_length(grants) - 1 loop
            if grants->number->'permissions' ? permission then return true; end if;
        end loop;
        return false;
    end $$;

create or replace function khetane_reach(permission text) returns uuid[]
    language plpgsql stable security invoker
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.reach.' || permission, true);
    begin
        if entry <> '' and starts_with(kept, entry) then
            return substr(kept, length(entry) + 1)::uuid[];
        end if;
        if khetane_overridden() = '{}' then
            return access_keep('khetane.reach.' || permission, khetane_units(permission));
        end if;
        return access_keep('khetane.reach.' || permission, khetane_units(permission) || access_overridden_units());
    end $$;

-- Whether no emergency opens anything to the viewer at this moment.
create or replace function khetane_nothing_opened() returns boolean
    language sql stable
    as $$ select khetane_overridden() = '{}' $$;

-- Whether a row is the viewer's own, or of a household that an emergency opens.
create or replace function khetane_opens(permission text, unit uuid, household uuid) returns boolean
    language sql stable
    as $$ select unit = any (khetane_units(permission)) or household = any (khetane_overridden()) $$;

-- Whose content the viewer reads, per unit: {"unit": ["mandate", …]}. Policies look a row's unit up in it.
create or replace function khetane_readers() returns jsonb
    language plpgsql stable security invoker
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.readers', true);
        readers jsonb;
    begin
        if entry <> '' and starts_with(kept, entry) then
            return substr(kept, length(entry) + 1)::jsonb;
        end if;
        readers := access_readers(coalesce(access_kept_grants(), access_grants()));
        if entry <> '' then perform set_config('khetane.readers', entry || readers::text, true); end if;
        return readers;
    end $$;

create or replace function khetane_mandates() returns table (unit_id uuid, mandate text)
    language sql stable security invoker
    as $$
        select unit::uuid, mandate
        from jsonb_each(khetane_readers()) read (unit, mandates) cross join jsonb_array_elements_text(mandates) mandate
    $$;

-- Begin to work as an account: from here on the policies let through what its grants of today allow.
create or replace function access_enter(account uuid, entry text)
    returns table (permissions varchar[], mandates varchar[], unit_ids uuid[])
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        perform set_config('khetane.viewer', coalesce(account::text, ''), true);
        perform set_config('khetane.entry', entry, true);
        perform set_config('khetane.grants', entry || access_grants()::text, true);
        if not khetane_holds('override.use') then perform access_keep('khetane.overridden', '{}'); end if;
        return query select array(select jsonb_array_elements_text(g->'permissions'))::varchar[],
                            array(select jsonb_array_elements_text(g->'mandates'))::varchar[],
                            (g->>'units')::uuid[]
                     from jsonb_array_elements(access_kept_grants()) g;
    end $$;

revoke execute on function access_readers(jsonb), access_grants(), access_kept_grants(), khetane_readers() from public;
grant execute on function access_readers(jsonb), access_grants(), access_kept_grants(), khetane_readers() to khetane_app;
