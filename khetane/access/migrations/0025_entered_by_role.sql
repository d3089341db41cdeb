-- As before (0023), and grants of one role are told together: who leads ten units holds one role ten times over, and what
-- is kept of it was read anew by every question of policies.

-- Read within the functions that ask it, all of which run with their owner's rights; nobody else may call it. As a function
-- with rights and a search path of its own, every entering had to begin a query of its own.
alter function access_viewer_grants() security invoker;
alter function access_viewer_grants() reset search_path;

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
            select r.permissions, r.mandates, held.units
            from (select g.role, coalesce(array_agg(distinct unit) filter (where unit is not null), '{}') as units
                  from access_viewer_grants() g left join lateral unnest(g.unit_ids) unit on true
                  group by g.role) held
            join access_role r on r.code = held.role
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
