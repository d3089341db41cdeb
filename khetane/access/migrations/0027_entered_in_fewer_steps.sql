-- Lists put behind one another. As array_agg of arrays refuses lists of different lengths, and taking them apart costs a page more.
create aggregate access_together(uuid[]) (sfunc = array_cat, stype = uuid[]);

-- As before (0009), the units of a role together: what is kept of a viewer stays short, however many units she has.
create or replace function access_grants() returns jsonb
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(jsonb_agg(jsonb_build_object(
            'permissions', held.permissions, 'mandates', held.mandates, 'units', held.units::text)), '[]')
        from (select r.permissions, r.mandates, coalesce(access_together(g.unit_ids), '{}') as units
              from access_viewer_grants() g join access_role r on r.code = g.role
              group by r.code) held
    $$;

-- The grants kept with this entry. Entering no longer keeps them: what most pages ask is told in settings (0026), and whoever
-- asks for more works them out once. Null when nothing is kept, which is so after whatever changes what a viewer reaches.
create or replace function access_kept_grants() returns jsonb
    language plpgsql stable
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.grants', true);
        grants jsonb;
    begin
        if entry <> '' then
            if starts_with(kept, entry) then
                return substr(kept, length(entry) + 1)::jsonb;
            end if;
            grants := access_grants();
            kept := set_config('khetane.grants', entry || grants::text, true);
        end if;
        return grants;
    end $$;

-- As before (0026), in fewer steps: each assignment of PL/pgSQL is made ready anew in every transaction.
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
            select r.permissions, r.mandates, coalesce(access_together(g.unit_ids), '{}')
            from access_viewer_grants() g join access_role r on r.code = g.role
            group by r.code
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
