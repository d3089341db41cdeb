-- The schemes in which the viewer works, by unit.
create function programmes_own_schemes() returns jsonb
    language plpgsql stable security definer set search_path = public, pg_temp
    as $$
    begin
        return (
            select coalesce(jsonb_object_agg(unit_id, schemes), '{}')
            from (select unit_id, jsonb_agg(distinct scheme) as schemes from programmes_schemestaff
                  where account = nullif(current_setting('khetane.viewer', true), '')::uuid
                    and begins <= current_date and (ends is null or ends > current_date)
                  group by unit_id) works);
    end $$;
revoke execute on function programmes_own_schemes() from public;
grant execute on function programmes_own_schemes() to khetane_app;

-- Who the enrolled are, for whom the viewer reads as her scheme: names, birth, household's code; nothing else of them.
create function programmes_enrolled(asked uuid[])
    returns table (enrolment uuid, given_name varchar, family_name varchar, birth_date date, birth_precision varchar,
                   household_code varchar, place_id uuid)
    language plpgsql stable security definer set search_path = public, pg_temp
    as $$
    begin
        return query
            select e.id, coalesce(p.given_name, head.given_name), coalesce(p.family_name, head.family_name),
                   p.birth_date, coalesce(p.birth_precision, '')::varchar, h.code, h.place_id
            from programmes_enrolment e
            join people_household h on h.id = e.household_id
            left join people_person p on p.id = e.person_id
            left join lateral (
                select q.given_name, q.family_name from people_membership m join people_person q on q.id = m.person_id
                where m.household_id = h.id and m.role = 'head' and m.begins <= current_date
                  and (m.ends is null or m.ends > current_date)
                order by m.begins desc, m.id limit 1) head on true
            where e.id = any (asked)
              and e.unit_id = any (khetane_units('scheme.read'))
              and (khetane_readers() -> e.unit_id::text ? e.mandate::text
                   or programmes_own_schemes() -> e.unit_id::text ? e.scheme::text);
    end $$;
revoke execute on function programmes_enrolled(uuid[]) from public;
grant execute on function programmes_enrolled(uuid[]) to khetane_app;

-- Who sees enrolled persons sees persons: a role that does is confirmed by a second person (docs/adr/0191).
create or replace function access_sees_persons(permissions varchar[]) returns boolean
    language sql immutable parallel safe
    as $$
        select permissions && array['identity.read', 'content.read', 'self_identification.read', 'submission.read',
                                    'override.use', 'grant.confirm', 'device.write', 'scheme.read']::varchar[]
    $$;
