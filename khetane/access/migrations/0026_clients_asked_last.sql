-- Whether the unit of a row of a household alone says whether the viewer sees it: no emergency opens her anything, and she does
-- not see clients only.
create or replace function khetane_unit_decides() returns boolean
    language plpgsql stable
    as $$
    declare entry text := current_setting('khetane.entry', true);
    begin
        if entry <> '' and current_setting('khetane.overridden', true) = entry || '{}'
            and current_setting('khetane.whole', true) = current_setting('khetane.viewer', true) then
            return true;
        end if;
        return khetane_overridden() = '{}' and khetane_clients() is null;
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

revoke execute on function khetane_unit_decides() from public;
grant execute on function khetane_unit_decides() to khetane_app;
