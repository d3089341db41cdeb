-- Audit events: the application says what was done; who, when and in which transaction the database fills in.
revoke insert on access_auditevent from khetane_app;
grant insert (action, kind, subjects, fields, unit, device, override) on access_auditevent to khetane_app;

-- Whether the viewer holds a permission for a place or one above it.
create function access_reaches(permission text, place uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select exists (
            select 1 from access_rolegrant g
            join access_account a on a.id = g.account_id
            join access_role r on r.code = g.role_id
            join places_place top on top.id = g.place_id
            join places_place p on p.id = place
            where g.account_id = khetane_viewer() and a.is_active and permission = any (r.permissions)
              and g.begins <= current_date and (g.ends is null or g.ends > current_date)
              and p.path <@ top.path)
    $$;

-- Whether the viewer may manage an account: she reaches every grant it holds or will hold.
create function access_manages(account uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select khetane_holds('account.write') and not exists (
            select 1 from access_rolegrant g
            where g.account_id = account and (g.ends is null or g.ends > current_date)
              and not coalesce(g.unit_id = any (khetane_units('account.write'))
                               or access_reaches('account.write', g.place_id), false))
    $$;

-- Grants: seen and given only within one's own reach, and never given to oneself.
drop policy app_read on access_rolegrant;
drop policy app_insert on access_rolegrant;
drop policy app_update on access_rolegrant;
create policy app_read on access_rolegrant for select to khetane_app using (
    account_id = khetane_viewer()
    or unit_id = any ((select khetane_units('account.read'))::uuid[])
    or access_reaches('account.read', place_id));
create policy app_insert on access_rolegrant for insert to khetane_app with check (
    account_id <> khetane_viewer()
    and (unit_id = any ((select khetane_units('account.write'))::uuid[])
         or access_reaches('account.write', place_id)));
create policy app_update on access_rolegrant for update to khetane_app using (
    unit_id = any ((select khetane_units('account.write'))::uuid[])
    or access_reaches('account.write', place_id));
-- A grant is ended, never turned into another one.
revoke update on access_rolegrant from khetane_app;
grant update (ends) on access_rolegrant to khetane_app;

-- Invitations: made by whoever invites; used by the account itself, once.
drop policy app_insert on access_invitation;
create policy app_insert on access_invitation for insert to khetane_app
    with check (made_by_id = khetane_viewer() and access_manages(account_id));
revoke update on access_invitation from khetane_app;
grant update (accepted_at, withdrawn_at) on access_invitation to khetane_app;

create function access_invitation_by_token(hash bytea) returns table (id uuid, account_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select i.id, i.account_id from access_invitation i join access_account a on a.id = i.account_id
        where i.token_hash = hash and i.accepted_at is null and i.withdrawn_at is null
          and i.expires_at > now() and a.is_active
    $$;

-- Overrides: opened for oneself, reviewed by somebody else, never prolonged or reworded.
drop policy app_insert on access_override;
drop policy app_update on access_override;
create policy app_insert on access_override for insert to khetane_app with check (
    account_id = khetane_viewer() and reviewed_by_id is null and begins_at <= now() + interval '1 minute'
    and (select khetane_holds('override.use')));
create policy app_update on access_override for update to khetane_app
    using ((select khetane_holds('override.review'))) with check (reviewed_by_id = khetane_viewer());
revoke update on access_override from khetane_app;
grant update (reviewed_by_id, reviewed_at) on access_override to khetane_app;

-- The household behind a printed code, told only to who may open households in an emergency; every use
-- of the answer stands in an override that the data-protection officer sees. The table is made later.
create function access_household_by_code(printed text) returns uuid
    language plpgsql stable security definer set search_path = public, pg_temp
    as $$
    begin
        if not khetane_holds('override.use') then return null; end if;
        return (select id from people_household where code = printed);
    end $$;

-- A device was heard of; written at most every five minutes.
create function access_device_seen(device uuid) returns void
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        update access_device set last_seen_at = now()
        where id = device and (last_seen_at is null or last_seen_at < now() - interval '5 minutes')
    $$;

-- A token is named and revoked, never turned into another one.
revoke update on access_apitoken from khetane_app;
grant update (label, revoked_at) on access_apitoken to khetane_app;
revoke update on access_device from khetane_app;
grant update (label, state) on access_device to khetane_app;

-- What counts guesses at passwords across all web processes (Django's database cache): nothing in it outlives a crash.
create unlogged table access_cache (
    cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index access_cache_expires on access_cache (expires);
grant select, insert, update, delete on access_cache to khetane_app;

revoke execute on function access_reaches(text, uuid), access_manages(uuid), access_invitation_by_token(bytea),
    access_household_by_code(text), access_device_seen(uuid) from public;
grant execute on function access_reaches(text, uuid), access_manages(uuid), access_invitation_by_token(bytea),
    access_household_by_code(text), access_device_seen(uuid) to khetane_app;
