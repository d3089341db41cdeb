-- What the database knows of who looks. Every function that reads grants runs with its owner's rights and
-- tells only what the viewer of this transaction holds today.

create function khetane_viewer() returns uuid
    language sql stable parallel safe
    as $$ select nullif(current_setting('khetane.viewer', true), '')::uuid $$;

-- The viewer's grants in force today, each with the units it reaches.
create function access_viewer_grants()
    returns table (role varchar, unit_ids uuid[], place_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select g.role_id,
               case when g.unit_id is not null then array[g.unit_id]
                    else (select coalesce(array_agg(u.id), '{}')
                          from places_place top
                          join places_place p on p.path <@ top.path
                          join organisations_unit u on u.municipality_id = p.id
                          where top.id = g.place_id) end,
               coalesce(g.place_id, (select municipality_id from organisations_unit where id = g.unit_id))
        from access_rolegrant g
        join access_account a on a.id = g.account_id
        where g.account_id = khetane_viewer() and a.is_active
          and g.begins <= current_date and (g.ends is null or g.ends > current_date)
    $$;

-- The units in which the viewer holds a permission.
create function khetane_units(permission text) returns uuid[]
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(distinct unit_id), '{}')
        from access_viewer_grants() g
        join access_role r on r.code = g.role
        cross join unnest(g.unit_ids) unit_id
        where permission = any (r.permissions)
    $$;

-- Whether the viewer holds a permission anywhere.
create function khetane_holds(permission text) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select exists (
            select 1 from access_viewer_grants() g join access_role r on r.code = g.role
            where permission = any (r.permissions))
    $$;

-- Whose content the viewer reads, per unit. What persons said of their ethnicity is a mandate of its own.
create function khetane_mandates() returns table (unit_id uuid, mandate text)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select distinct u, m::text
        from access_viewer_grants() g
        join access_role r on r.code = g.role
        cross join unnest(g.unit_ids) u
        cross join unnest(r.mandates) m
        where 'content.read' = any (r.permissions)
        union
        select distinct u, 'self_identification'
        from access_viewer_grants() g
        join access_role r on r.code = g.role
        cross join unnest(g.unit_ids) u
        where 'self_identification.read' = any (r.permissions)
    $$;

-- The households that an override opens to the viewer at this moment.
create function khetane_overridden() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(household), '{}') from access_override
        where account_id = khetane_viewer() and now() between begins_at and ends_at
          and exists (select 1 from access_viewer_grants() g join access_role r on r.code = g.role
                      where 'override.use' = any (r.permissions))
    $$;

-- The units in which anything may be there for the viewer (0007 says it anew, once all tables are made).
create function khetane_reach(permission text) returns uuid[]
    language sql stable
    as $$ select khetane_units(permission) $$;

-- Whether no emergency opens anything to the viewer at this moment.
create function khetane_nothing_opened() returns boolean
    language sql stable
    as $$ select khetane_overridden() = '{}' $$;

-- Whether a row is the viewer's own, or of a household that an emergency opens.
create function khetane_opens(permission text, unit uuid, household uuid) returns boolean
    language sql stable
    as $$ select unit = any (khetane_units(permission)) or household = any (khetane_overridden()) $$;

-- Whose content the viewer reads, per unit (0009 says it anew).
create function khetane_readers() returns jsonb
    language sql stable
    as $$ select jsonb_object_agg(unit_id, mandates)
          from (select unit_id, jsonb_agg(mandate) as mandates from khetane_mandates() group by unit_id) read $$;

-- The mandates that the viewer reads in all units alike; null when they differ (0022 says it anew).
create function khetane_read_everywhere() returns text[]
    language sql stable
    as $$ select null::text[] $$;

-- What is there for whom the unit of a row alone does not answer, and for who sees clients only (0023 and 0026 say both anew).
create function khetane_narrowed() returns uuid[]
    language sql stable
    as $$ select null::uuid[] $$;
create function khetane_clients() returns jsonb
    language sql stable
    as $$ select null::jsonb $$;

-- The municipalities in which the viewer holds a permission.
create function khetane_municipalities(permission text) returns uuid[]
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(distinct p.id), '{}')
        from access_viewer_grants() g
        join access_role r on r.code = g.role
        join places_place top on top.id = g.place_id
        join places_place p on p.path <@ top.path and p.kind = 'municipality'
        where permission = any (r.permissions)
    $$;

-- Narrow look-ups for whoever presents a secret: nothing of another unit's records is told.
create function access_device_by_token(hash bytea)
    returns table (id uuid, account_id uuid, unit_id uuid, state varchar)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select d.id, d.account_id, d.unit_id, d.state
        from access_device d join access_account a on a.id = d.account_id
        where d.token_hash = hash and a.is_active
    $$;

create function access_account_by_token(hash bytea) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select t.account_id from access_apitoken t join access_account a on a.id = t.account_id
        where t.token_hash = hash and t.revoked_at is null and a.is_active
    $$;

-- Audit: events are only ever added.
create table access_audit_epoch (number integer primary key, began_at timestamptz not null default now());
insert into access_audit_epoch (number) values (1);

create function access_audit_epoch_now() returns integer
    language sql stable security definer set search_path = public, pg_temp
    as $$ select max(number) from access_audit_epoch $$;

alter table access_auditevent
    alter column epoch set default access_audit_epoch_now(),
    alter column xid set default (pg_current_xact_id()::text::bigint),
    alter column at set default clock_timestamp(),
    alter column account set default khetane_viewer();

create function access_only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'The audit log is only ever added to: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

create trigger auditevent_only_added_to before update or delete or truncate on access_auditevent
    for each statement execute function access_only_added_to();
create trigger auditblock_only_added_to before update or delete or truncate on access_auditblock
    for each statement execute function access_only_added_to();

revoke execute on function access_viewer_grants(), khetane_units(text), khetane_holds(text), khetane_mandates(),
    khetane_overridden(), khetane_municipalities(text), access_device_by_token(bytea),
    access_account_by_token(bytea), access_audit_epoch_now() from public;
grant execute on function access_viewer_grants(), khetane_units(text), khetane_holds(text), khetane_mandates(),
    khetane_overridden(), khetane_municipalities(text), access_device_by_token(bytea),
    access_account_by_token(bytea), access_audit_epoch_now() to khetane_app;
