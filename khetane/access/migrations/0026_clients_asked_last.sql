-- The units and households that are there for a viewer whom the unit of a row alone does not answer: who sees clients only, and
-- whom an emergency opens a household. Null for everybody else.
create or replace function khetane_narrowed() returns uuid[]
    language plpgsql stable security invoker
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.narrowed', true);
        there uuid[];
    begin
        if entry <> '' and starts_with(kept, entry) then
            return nullif(substr(kept, length(entry) + 1), '')::uuid[];
        end if;
        if khetane_clients() is not null then
            -- Of the keys, units and records of identity are bare ids.
            there := array(select key::uuid from jsonb_object_keys(khetane_clients()) key where length(key) = 36);
        elsif khetane_overridden() <> '{}' then
            there := khetane_units('identity.read') || khetane_overridden();
        end if;
        if entry <> '' then
            perform set_config('khetane.narrowed', entry || coalesce(there::text, ''), true);
        end if;
        return there;
    end $$;

-- As before (0023), and what was kept for `khetane_narrowed` ends, too.
create or replace function access_forget_clients() returns trigger language plpgsql as $$
begin
    perform set_config('khetane.clients', '', true), set_config('khetane.narrowed', '', true);
    return null;
end $$;

create or replace function access_makes(record uuid) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        if exists (select from people_household where id = record) or exists (select from people_person where id = record) then
            return;
        end if;
        perform access_keep('khetane.made', coalesce(access_kept('khetane.made'), '{}') || record);
        perform set_config('khetane.clients', '', true), set_config('khetane.narrowed', '', true);
    end $$;

-- As before (0022), and null for who sees clients only: policies ask further.
create or replace function khetane_read_everywhere() returns text[]
    language plpgsql stable security invoker
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.everywhere', true);
        grants jsonb;
        one jsonb;
        read jsonb;
        alike jsonb;
        mandates text[];
    begin
        if entry <> '' and starts_with(kept, entry) then
            return nullif(substr(kept, length(entry) + 1), '')::text[];
        end if;
        grants := coalesce(access_kept_grants(), access_grants());
        for number in 0 .. jsonb_array_length(grants) - 1 loop
            one := grants->number;
            read := case when one->'permissions' ? 'content.read' then one->'mandates' else '[]'::jsonb end
                || case when one->'permissions' ? 'self_identification.read'
                    then '["self_identification"]'::jsonb else '[]'::jsonb end;
            alike := coalesce(alike, read);
            if read <> alike or one->'permissions' ? 'clients.only' then
                alike := null;
                exit;
            end if;
        end loop;
        -- Codes of mandates are words: a list of them in JSON is one of PostgreSQL but for its brackets.
        if alike is not null then
            mandates := array_prepend('', translate(alike::text, '[]', '{}')::text[]);
        end if;
        if entry <> '' then
            perform set_config('khetane.everywhere', entry || coalesce(mandates::text, ''), true);
        end if;
        return mandates;
    end $$;

-- As before (0025). A viewer who reads by units alone (not clients only, with nothing opened in an emergency) is named in
-- `khetane.whole`, and the units and mandates that policies ask for most stand beside, so that they call no function
-- (khetane.core.sql.TOLD). They count only while she is the viewer who is named; whatever ends what is kept takes the name away.
create or replace function access_enter(account uuid, entry text)
    returns table (permissions varchar[], mandates varchar[], unit_ids uuid[])
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare
        kept text := set_config('khetane.viewer', coalesce(account::text, ''), true)
                     || set_config('khetane.entry', entry, true);
        grants jsonb := '[]';
        may_override boolean := false;
        narrowed boolean := false;
        identity uuid[] := '{}';
        content uuid[] := '{}';
        submission uuid[] := '{}';
        read varchar[];
        alike varchar[];
        differ boolean := false;
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
            narrowed := narrowed or 'clients.only' = any (permissions);
            read := '{}';
            if 'content.read' = any (permissions) then
                content := content || unit_ids;
                read := mandates;
            end if;
            if 'identity.read' = any (permissions) then identity := identity || unit_ids; end if;
            if 'submission.read' = any (permissions) then submission := submission || unit_ids; end if;
            if 'self_identification.read' = any (permissions) then read := read || 'self_identification'::varchar; end if;
            differ := differ or read <> coalesce(alike, read);
            alike := read;
            return next;
        end loop;
        kept := set_config('khetane.grants', entry || grants::text, true);
        if may_override then
            narrowed := narrowed or access_keep('khetane.overridden', access_overridden()) <> '{}';
        else
            kept := access_keep('khetane.overridden', '{}')::text;
        end if;
        kept := set_config('khetane.whole', case when narrowed then '' else coalesce(account::text, '') end, true);
        kept := set_config('khetane.in.identity.read', identity::text, true)
            || set_config('khetane.in.content.read', content::text, true)
            || set_config('khetane.in.submission.read', submission::text, true);
        kept := set_config('khetane.in.mandates',
            case when alike is null or differ then '' else array_prepend('', alike)::text end, true);
    end $$;

-- Whether a referral that is not of a mandate the viewer reads everywhere is told her: of one that she reads in its unit, or sent to
-- one, as far as it crosses. A function: these questions within the policy cost every page a quarter of what it asks of referrals.
create function cases_referral_told(unit uuid, mandate text, to_mandate text, state text, expires_on date, household uuid, person uuid)
    returns boolean
    language plpgsql stable security invoker
    as $$
    declare read jsonb := khetane_readers()->unit::text;
    begin
        if mandate = '' or read ? mandate then return true; end if;
        return to_mandate <> '' and coalesce(read ? to_mandate, false)
            and cases_is_told(state, expires_on) and cases_crosses(unit, household, person, to_mandate);
    end $$;

revoke execute on function khetane_narrowed(), cases_referral_told(uuid, text, text, text, date, uuid, uuid) from public;
grant execute on function khetane_narrowed(), cases_referral_told(uuid, text, text, text, date, uuid, uuid) to khetane_app;
