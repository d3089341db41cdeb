-- Nearly everybody reads the same mandates in all her units. Policies compare a row's mandate with that list; only
-- who reads one mandate here and another there has each row's unit looked up (docs/adr/0540).

-- The mandates of whoever reads the same in every unit that her grants reach, and '' for what is nobody's; else null.
create function access_read_everywhere(grants jsonb) returns text[]
    language sql immutable parallel safe
    as $$
        with reached as (
            select distinct unit
            from jsonb_array_elements(grants) g cross join unnest((g->>'units')::uuid[]) unit),
        read as (
            select distinct coalesce(readers -> unit::text, '[]') as mandates
            from reached cross join access_readers(grants) readers)
        select case when count(*) = 1 then
            array[''] || array(select jsonb_array_elements_text((array_agg(mandates))[1])) end
        from read
    $$;

create or replace function khetane_read_everywhere() returns text[]
    language plpgsql stable security invoker
    as $$
    declare
        entry text := current_setting('khetane.entry', true);
        kept text := current_setting('khetane.everywhere', true);
        mandates text[];
    begin
        if entry <> '' and starts_with(kept, entry) then
            return nullif(substr(kept, length(entry) + 1), '')::text[];
        end if;
        mandates := access_read_everywhere(coalesce(access_kept_grants(), access_grants()));
        if entry <> '' then
            perform set_config('khetane.everywhere', entry || coalesce(mandates::text, ''), true);
        end if;
        return mandates;
    end $$;

revoke execute on function access_read_everywhere(jsonb), khetane_read_everywhere() from public;
grant execute on function access_read_everywhere(jsonb), khetane_read_everywhere() to khetane_app;
