-- Whoever declares another account concerned says why, and leaves a further one who can deal with it (docs/adr/0730).
drop function grievances_concern(uuid, text);

-- The viewer, or the account of an address, is concerned. Only who reads the grievance says so, and nobody takes it back.
-- `said` is the sealed reason, without which nobody but oneself is declared. Told is what was done, and about whom:
-- `herself`, `other`; nothing was done for `nobody` (no such account, or declared already), `reason` and `last`.
create function grievances_concern(asked uuid, address text, said bytea, out outcome text, out concerned uuid)
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare kept integer;
    begin
        perform 1 from grievances_grievance g where g.id = asked for update;  -- two who declare each other: one after the other
        if not khetane_viewer() in (select grievances_reading(asked)) then
            raise insufficient_privilege using message = 'only who reads a grievance declares somebody concerned by it';
        end if;
        select a.id into concerned from access_account a
        where case when address = '' then a.id = khetane_viewer() else lower(a.email) = address end;
        outcome := case when concerned is null then 'nobody' when concerned = khetane_viewer() then 'herself' else 'other' end;
        if outcome = 'other' and length(said) = 0 then
            outcome := 'reason';
        elsif outcome = 'other' and concerned in (select grievances_reading(asked)) and not exists (
            select 1 from grievances_reading(asked) r(id) where r.id not in (concerned, khetane_viewer())) then
            outcome := 'last';
        end if;
        if outcome in ('herself', 'other') then
            insert into grievances_grievanceconcern (grievance_id, account, declared_by, at, sealed)
            values (asked, concerned, khetane_viewer(), now(), case when outcome = 'other' then said else '' end)
            on conflict do nothing;
            get diagnostics kept = row_count;
            if kept = 0 then outcome := 'nobody'; end if;
        end if;
    end $$;

revoke execute on function grievances_concern(uuid, text, bytea) from public;
grant execute on function grievances_concern(uuid, text, bytea) to khetane_app;
