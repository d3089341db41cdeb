-- Grievances are read by who handles them, never where she works herself, and not where she is concerned
-- (docs/adr/0730). Whoever holds a code follows one grievance through narrow functions, without a viewer.

-- The units in which the viewer works: with the persons recorded, or in a scheme.
create function grievances_own_units() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp
    as $$ select khetane_units('registry.write') || khetane_units('identity.read') || khetane_units('scheme.read') $$;

-- The grievances by which the viewer is concerned.
create function grievances_withheld() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp
    as $$ select coalesce(array_agg(c.grievance_id), '{}') from grievances_grievanceconcern c
          where c.account = khetane_viewer() $$;

-- Who takes a grievance in gives it its code, once and at once; she need not read it for that.
create function grievances_took(asked uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$ select exists (select 1 from grievances_grievance g
                         where g.id = asked and g.taken_by = khetane_viewer() and g.state = 'received') $$;

-- Whether a code is given already: whoever asks knows the hash of it.
create function grievances_known(asked bytea) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$ select exists (select 1 from grievances_grievancecode c where c.lookup = asked) $$;

create function grievances_behind(asked bytea)
    returns table (id uuid, kind varchar, about varchar, language varchar, state varchar, received_on date,
                   acknowledge_by date, answer_by date, answered_at timestamptz, body varchar, escalated_at timestamptz,
                   satisfied varchar, key bytea, key_id varchar, sealed bytea)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select g.id, g.kind, g.about, g.language, g.state, g.received_on, g.acknowledge_by, g.answer_by, g.answered_at,
               g.body, g.escalated_at, g.satisfied, g.key, g.key_id, g.sealed
        from grievances_grievancecode c join grievances_grievance g on g.id = c.grievance_id
        where c.lookup = asked
    $$;

create function grievances_messages_behind(asked bytea)
    returns table (id uuid, at timestamptz, kind varchar, sealed bytea)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select m.id, m.at, m.kind, m.sealed
        from grievances_grievancecode c join grievances_grievancemessage m on m.grievance_id = c.grievance_id
        where c.lookup = asked order by m.at, m.id
    $$;

-- Keep a reply of whoever wrote, twenty at most; asked to, look again at what was answered or closed. False when
-- nothing was kept, true also when it is kept already.
create function grievances_reply(asked bytea, message uuid, said bytea, until date, again boolean) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare behind grievances_grievance;
    begin
        select g.* into behind from grievances_grievancecode c join grievances_grievance g on g.id = c.grievance_id
        where c.lookup = asked for update of g;
        if behind.id is null or length(said) > 20000 then return false; end if;
        if exists (select 1 from grievances_grievancemessage m where m.id = message and m.grievance_id = behind.id) then
            return true;
        end if;
        if (select count(*) from grievances_grievancemessage m
            where m.grievance_id = behind.id and m.written_by is null) >= 20 then
            return false;
        end if;
        insert into grievances_grievancemessage (id, grievance_id, at, kind, written_by, sealed)
        values (message, behind.id, clock_timestamp(), 'reply', null, said);
        if again and behind.state in ('answered', 'closed') then
            update grievances_grievance
            set state = 'in_hand', closed_at = null, answer_by = coalesce(until, answer_by), reopened = reopened + 1
            where id = behind.id;
        end if;
        return true;
    end $$;

-- Keep whether whoever wrote is content with the answer; who is, needs nothing more.
create function grievances_satisfied(asked bytea, judged text) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        update grievances_grievance g
        set satisfied = judged,
            state = case when judged = 'yes' then 'closed' else g.state end,
            closed_at = case when judged = 'yes' then coalesce(g.closed_at, now()) else g.closed_at end
        from grievances_grievancecode c
        where c.grievance_id = g.id and c.lookup = asked and g.state in ('answered', 'closed')
          and judged in ('yes', 'partly', 'no');
        return found;
    end $$;

-- The accounts that read a grievance by a role in force, the concerned left out.
create function grievances_reading(asked uuid) returns setof uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select distinct a.id
        from grievances_grievance g
        left join organisations_unit u on u.id = g.unit_id
        left join places_place town on town.id = u.municipality_id
        cross join access_rolegrant r
        join access_account a on a.id = r.account_id and a.is_active
        join access_role role on role.code = r.role_id
        left join places_place top on top.id = r.place_id
        where g.id = asked and r.begins <= current_date and (r.ends is null or r.ends > current_date)
          and (r.unconfirmed_since is null or not access_sees_persons(role.permissions))
          and (case when g.apart or g.unit_id is null then 'grievance.sort' else 'grievance.handle' end)
              = any (role.permissions)
          and (g.unit_id is null or r.unit_id = g.unit_id or town.path <@ top.path)
          and not exists (select 1 from grievances_grievanceconcern c
                          where c.grievance_id = g.id and c.account = a.id)
    $$;

-- How many accounts still read a grievance; for who handles any.
create function grievances_readers(asked uuid) returns integer
    language sql stable security definer set search_path = public, pg_temp
    as $$ select case when khetane_holds('grievance.handle') then (select count(*) from grievances_reading(asked)) end $$;

-- The viewer, or the account of an address, is concerned. Only who reads the grievance says so, and nobody takes it back.
create function grievances_concern(asked uuid, address text) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
        if not khetane_viewer() in (select grievances_reading(asked)) then
            raise insufficient_privilege using message = 'only who reads a grievance declares somebody concerned by it';
        end if;
        insert into grievances_grievanceconcern (grievance_id, account, declared_by, at)
        select asked, a.id, khetane_viewer(), now() from access_account a
        where case when address = '' then a.id = khetane_viewer() else lower(a.email) = address end
        on conflict do nothing;
    end $$;

-- Units within reach of who gives or confirms roles about which nobody reads grievances.
create function grievances_unread_units() returns setof uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select u.id from organisations_unit u join places_place town on town.id = u.municipality_id
        where u.id = any (khetane_units('account.write') || khetane_units('override.review'))
          and not exists (
              select 1 from access_rolegrant r
              join access_account a on a.id = r.account_id and a.is_active
              join access_role role on role.code = r.role_id and 'grievance.handle' = any (role.permissions)
              left join places_place top on top.id = r.place_id
              where r.begins <= current_date and (r.ends is null or r.ends > current_date)
                and (r.unconfirmed_since is null or not access_sees_persons(role.permissions))
                and (r.unit_id = u.id or town.path <@ top.path))
    $$;

-- How often something was tried in this hour; older hours are forgotten.
create function grievances_attempt(tried text, place bytea, more integer) returns integer
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare counted integer; this_hour timestamptz := date_trunc('hour', now());
    begin
        if tried not in ('tell', 'wrong') or more not in (0, 1) or length(place) <> 32 then return 2147483647; end if;
        if more = 0 then
            return coalesce((select number from grievances_grievanceattempt
                             where what = tried and origin = place and hour = this_hour), 0);
        end if;
        delete from grievances_grievanceattempt where hour < this_hour - interval '1 day';
        insert into grievances_grievanceattempt as a (what, origin, hour, number) values (tried, place, this_hour, 1)
        on conflict (what, origin, hour) do update set number = a.number + 1 returning a.number into counted;
        return counted;
    end $$;

-- Counts of a half-year that is over, as whoever reads no grievance is told them: rounded to five, none below five.
-- Of a half-year only: two periods that differ by a day would give one grievance away.
create function grievances_told(units uuid[], half date) returns table (unit_id uuid, measure text, number bigint)
    language sql stable set search_path = public, pg_temp
    as $$
        with those as (
            select g.* from grievances_grievance g
            where g.unit_id = any (units) and extract(day from half) = 1 and extract(month from half) in (1, 7)
              and half + interval '6 months' <= current_date
              and g.received_on >= half and g.received_on < (half + interval '6 months')::date),
        counted as (
            select t.unit_id, 'grievances' as measure, count(*) as number from those t group by 1
            union all
            select t.unit_id, 'grievances_' || t.kind, count(*) from those t group by t.unit_id, t.kind
            union all
            select t.unit_id, 'grievances_in_time', count(*) from those t
            where t.answered_at is not null and (t.answered_at at time zone 'Europe/Belgrade')::date <= t.answer_by group by 1
            union all
            select t.unit_id, 'grievances_late', count(*) from those t
            where coalesce((t.answered_at at time zone 'Europe/Belgrade')::date, current_date) > t.answer_by group by 1
            union all
            select t.unit_id, 'grievances_escalated', count(*) from those t where t.body <> '' group by 1
            union all
            select t.unit_id, 'grievances_reopened', count(*) from those t where t.reopened > 0 group by 1
            union all
            select t.unit_id, 'grievances_content', count(*) from those t where t.satisfied = 'yes' group by 1)
        select c.unit_id, c.measure, case when c.number >= 5 then (round(c.number / 5.0) * 5)::bigint end from counted c
    $$;

create function grievances_of_unit(of_unit uuid, half date) returns table (measure text, number bigint)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select t.measure, t.number from grievances_told(array[of_unit], half) t
        where of_unit = any ((select khetane_units('report.read') || khetane_units('grievance.handle'))::uuid[])
    $$;

-- Who handles grievances reads of persons, so a second person confirms that role.
create or replace function access_sees_persons(permissions varchar[]) returns boolean
    language sql immutable parallel safe
    as $$
        select permissions && array['identity.read', 'content.read', 'self_identification.read', 'submission.read',
                                    'override.use', 'grant.confirm', 'device.write', 'scheme.read',
                                    'grievance.handle', 'grievance.sort']::varchar[]
    $$;

revoke execute on function grievances_own_units(), grievances_withheld(), grievances_took(uuid), grievances_known(bytea),
    grievances_behind(bytea), grievances_messages_behind(bytea), grievances_reply(bytea, uuid, bytea, date, boolean),
    grievances_satisfied(bytea, text), grievances_reading(uuid), grievances_readers(uuid), grievances_concern(uuid, text),
    grievances_unread_units(), grievances_attempt(text, bytea, integer), grievances_told(uuid[], date),
    grievances_of_unit(uuid, date) from public;
grant execute on function grievances_own_units(), grievances_withheld(), grievances_took(uuid), grievances_known(bytea),
    grievances_behind(bytea), grievances_messages_behind(bytea), grievances_reply(bytea, uuid, bytea, date, boolean),
    grievances_satisfied(bytea, text), grievances_readers(uuid), grievances_concern(uuid, text),
    grievances_unread_units(), grievances_attempt(text, bytea, integer), grievances_of_unit(uuid, date) to khetane_app;
