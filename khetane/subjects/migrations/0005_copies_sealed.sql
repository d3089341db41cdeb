-- Copies of what is recorded of a person (docs/adr/0650).

-- On which days which roles read or wrote any of these records, by day and role: nobody's name is told. An account
-- without a role on that day (since removed) is told as nobody. For the eraser's role alone, which gathers copies.
create function subjects_seen(asked uuid[]) returns table (day date, roles text[], action varchar)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select distinct on_day, found.roles, what
        from (
            select (e.at at time zone 'Europe/Belgrade')::date as on_day, e.account,
                   case when e.override is not null then 'override' else e.action end as what
            from access_auditevent e where e.subjects && asked
            group by 1, 2, 3
        ) as looked
        cross join lateral (
            select coalesce(array_agg(distinct g.role_id::text order by g.role_id::text), '{}') as roles
            from access_rolegrant g
            where g.account_id = looked.account and g.begins <= on_day
              and (g.ends is null or on_day <= g.ends) and g.unconfirmed_since is null
        ) as found
    $$;

-- The copy behind a link, while it is open. Needs no viewer: whoever asks knows the hash of the link's secret, and what
-- is told is sealed under a code that was told apart.
create function subjects_copy_behind(asked bytea)
    returns table (copy uuid, unit uuid, language varchar, made_at timestamptz, sealed bytea, tries int)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select c.id, c.unit_id, c.language, c.made_at, s.sealed, 5 - c.wrong_codes
        from subjects_subjectcopy c join subjects_sealedcopy s on s.copy_id = c.id
        where c.lookup = asked and c.closed_at is null and now() < c.expires_at and c.wrong_codes < 5
    $$;

-- Note that an open copy was opened, or that a wrong code was typed; false when it is not open.
create function subjects_copy_note(asked bytea, what text) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare behind uuid;
    begin
        select copy into behind from subjects_copy_behind(asked);
        if behind is null or what not in ('opened', 'wrong_code') then return false; end if;
        perform 1 from subjects_subjectcopy where id = behind for update;
        update subjects_subjectcopy
        set opened_at = case when what = 'opened' then coalesce(opened_at, now()) else opened_at end,
            wrong_codes = wrong_codes + (what = 'wrong_code')::int
        where id = behind;
        return true;
    end $$;

-- What was sealed goes when its copy is over; that there was one stays on record. How many went.
create function subjects_copies_forget() returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        with gone as (
            delete from subjects_sealedcopy s using subjects_subjectcopy c
            where c.id = s.copy_id and (c.closed_at is not null or c.wrong_codes >= 5 or c.expires_at <= now())
            returning 1)
        select count(*) from gone
    $$;

revoke execute on function subjects_seen(uuid[]), subjects_copy_behind(bytea), subjects_copy_note(bytea, text),
    subjects_copies_forget() from public;
grant execute on function subjects_seen(uuid[]) to khetane_eraser;
grant execute on function subjects_copy_behind(bytea), subjects_copy_note(bytea, text), subjects_copies_forget()
    to khetane_app;
