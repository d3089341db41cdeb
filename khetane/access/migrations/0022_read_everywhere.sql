-- Nearly everybody reads the same mandates in all her units. Policies compare a row's mandate with that list; only
-- who reads one mandate here and another there has each row's unit looked up (docs/adr/0540).

-- The mandates that every one of the viewer's grants lets her read, and '' for what is nobody's; null where grants
-- differ. Without a query: it is asked in every transaction, and a query would cost more than it saves.
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
            if read <> alike then
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

revoke execute on function khetane_read_everywhere() from public;
grant execute on function khetane_read_everywhere() to khetane_app;
