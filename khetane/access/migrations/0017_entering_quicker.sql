-- Entering and keeping as before (0009), in fewer steps: a setting is made by an assignment, which PL/pgSQL evaluates by
-- itself, where `perform` starts a query; and the grants are read once and kept as they come, not built and taken apart again.

create or replace function access_keep(name text, units uuid[]) returns uuid[]
    language plpgsql stable
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text;
    begin
        if entry <> '' then kept := set_config(name, entry || units::text, true); end if;
        return units;
    end $$;

create or replace function access_enter(account uuid, entry text)
    returns table (permissions varchar[], mandates varchar[], unit_ids uuid[])
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare
        kept text := set_config('khetane.viewer', coalesce(account::text, ''), true)
                     || set_config('khetane.entry', entry, true);
        grants jsonb := '[]';
        may_override boolean := false;
    begin
        for permissions, mandates, unit_ids in
            select r.permissions, r.mandates, g.unit_ids
            from access_viewer_grants() g join access_role r on r.code = g.role
        loop
            grants := grants || jsonb_build_object(
                'permissions', permissions, 'mandates', mandates, 'units', unit_ids::text);
            may_override := may_override or 'override.use' = any (permissions);
            return next;
        end loop;
        kept := set_config('khetane.grants', entry || grants::text, true);
        if not may_override then kept := access_keep('khetane.overridden', '{}')::text; end if;
    end $$;
