-- PostgreSQL puts a function written in SQL into the question itself while it plans, and parses it anew for every
-- table of every question: for these two, longer than the question takes. Written in plpgsql they are only called.

-- Whether no emergency opens anything to the viewer at this moment.
create or replace function khetane_nothing_opened() returns boolean
    language plpgsql stable
    as $$
    declare entry text := current_setting('khetane.entry', true);
    begin
        if entry <> '' and current_setting('khetane.overridden', true) = entry || '{}' then
            return true;
        end if;
        return khetane_overridden() = '{}';
    end $$;

-- Whether a row is the viewer's own, or of a household that an emergency opens.
create or replace function khetane_opens(permission text, unit uuid, household uuid) returns boolean
    language plpgsql stable
    as $$
    begin
        return unit = any (khetane_units(permission)) or household = any (khetane_overridden());
    end $$;
