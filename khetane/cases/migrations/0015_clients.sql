-- With whom a lawyer is connected (docs/adr/0660): by a power of attorney given to her, a procedure that she conducts, a referral
-- that she accepted; for as long as each of them stands. khetane.access asks for the keys, and keeps them for the transaction.

-- A file is open to her for a year after it was closed: what came of it is still to be explained, copied, reopened.
create function cases_client_keys() returns table (key text)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        with powers as (
            select p.person_id, p.household_id, p.revoked_on,
                   p.given_on <= cases_today() and (p.valid_until is null or cases_today() <= p.valid_until)
                   and (p.revoked_on is null or cases_today() < p.revoked_on) as stands
            from cases_powerofattorney p where p.lawyer = khetane_viewer()),
        -- Who took a power back and has given none since is no client by anything else either.
        parted as (
            select person_id, max(household_id::text)::uuid as household_id from powers group by person_id
            having bool_or(coalesce(revoked_on <= cases_today(), false)) and not bool_or(stands)),
        connected as (
            select person_id, household_id from powers where stands
            union
            select p.person_id, p.household_id from cases_procedure p
            where p.lawyer = khetane_viewer()
              and (p.outcome = 'pending' or coalesce(p.solved_on, p.updated_at::date) > cases_today() - 365)
            union
            select r.person_id, r.household_id from cases_referral r
            where r.answered_by = khetane_viewer() and r.state = 'accepted' and r.to_mandate <> ''
              and cases_agreed(r.household_id, r.person_id, r.to_mandate)),
        clients as (
            select * from connected c
            where not exists (select from parted p where p.person_id = c.person_id
                              or (c.person_id is null and p.household_id = c.household_id))),
        -- Where she is asked to come in: referrals that wait for an answer, open needs of her mandate; under consent.
        mine as (
            select distinct unit, mandate
            from access_viewer_grants() g join access_role r on r.code = g.role
            cross join unnest(g.unit_ids) unit cross join unnest(r.mandates) mandate
            where 'clients.only' = any (r.permissions) and 'content.read' = any (r.permissions)),
        asked as (
            select r.household_id from cases_referral r
            join mine on mine.unit = r.unit_id and mine.mandate = r.to_mandate
            where r.state = 'sent' and cases_is_told(r.state, r.expires_on)
              and cases_agreed(r.household_id, r.person_id, r.to_mandate)
            union
            select n.household_id from cases_need n
            join mine on mine.unit = n.unit_id and mine.mandate = n.mandate
            where n.state in ('open', 'working') and cases_agreed(n.household_id, n.person_id, n.mandate)),
        homes as (
            select coalesce(p.household_id, c.household_id) as id
            from clients c left join people_person p on p.id = c.person_id
            union select household_id from asked)
        select id::text from homes where id is not null
        union select p.id::text from people_person p join homes h on h.id = p.household_id
        union select 'c' || household_id from clients where household_id is not null
        union select 'c' || person_id from clients where person_id is not null
        union select 'c' || p.id from people_person p join clients c on c.household_id = p.household_id
            where c.person_id is null and not exists (select from parted q where q.person_id = p.id)
    $$;

-- Who answered a referral is written down by the database: whoever accepts it is connected by it.
create function cases_answered_by() returns trigger
    language plpgsql security invoker set search_path = public, pg_temp
    as $$
    begin
        if current_user <> 'khetane_app' then return new; end if;
        if tg_op = 'INSERT' then
            new.answered_by := case when new.state in ('accepted', 'rejected', 'done') then khetane_viewer() end;
        elsif new.state <> old.state and new.state in ('accepted', 'rejected') then
            new.answered_by := khetane_viewer();
        else
            new.answered_by := old.answered_by;
        end if;
        return new;
    end $$;
-- By its name it comes before `referral_answered_only`.
create trigger referral_answered_by before insert or update on cases_referral
    for each row execute function cases_answered_by();

create or replace function cases_referral_answered_only() returns trigger
    language plpgsql security invoker set search_path = public, pg_temp
    as $$
    declare answered text[] := array['state', 'answer', 'answered_on', 'answered_by', 'version', 'updated_at'];
    begin
        if current_user <> 'khetane_app' or old.mandate = '' then
            return new;
        end if;
        if khetane_readers() -> old.unit_id::text ? old.mandate::text then
            return new;
        end if;
        if to_jsonb(new) - answered is distinct from to_jsonb(old) - answered
           or (new.state <> old.state and new.state not in ('accepted', 'rejected', 'done')) then
            raise insufficient_privilege using message = 'the recipient of a referral may only answer it';
        end if;
        return new;
    end $$;

-- What was recorded before: whoever recorded a procedure or a power, or was the last to answer a referral, if she is a lawyer.
create function cases_is_lawyer(asked uuid) returns boolean
    language sql stable
    as $$
        select exists (select from access_rolegrant g join access_role r on r.code = g.role_id
                       where g.account_id = asked and 'legal' = any (r.mandates))
    $$;
update cases_procedure p set lawyer = c.account from history_entitychange c
    where c.dataset = 'procedure' and c.record = p.id and c.version = 1 and cases_is_lawyer(c.account);
update cases_powerofattorney p set lawyer = c.account from history_entitychange c
    where c.dataset = 'power_of_attorney' and c.record = p.id and c.version = 1 and cases_is_lawyer(c.account);
update cases_referral r set answered_by = (
    select c.account from history_entitychange c
    where c.dataset = 'referral' and c.record = r.id and 'state' = any (c.fields) and cases_is_lawyer(c.account)
    order by c.version desc limit 1)
    where r.to_mandate = 'legal' and r.state in ('accepted', 'done');
drop function cases_is_lawyer(uuid);

create trigger forget_clients after insert or update or delete on cases_powerofattorney
    for each statement when (current_setting('khetane.clients', true) <> '') execute function access_forget_clients();
create trigger forget_clients after insert or update or delete on cases_procedure
    for each statement when (current_setting('khetane.clients', true) <> '') execute function access_forget_clients();
create trigger forget_clients after insert or update or delete on cases_referral
    for each statement when (current_setting('khetane.clients', true) <> '') execute function access_forget_clients();
create trigger forget_clients after insert or update or delete on cases_need
    for each statement when (current_setting('khetane.clients', true) <> '') execute function access_forget_clients();
create trigger forget_clients after insert or update or delete on people_consent
    for each statement when (current_setting('khetane.clients', true) <> '') execute function access_forget_clients();

revoke execute on function cases_client_keys(), cases_answered_by() from public;

-- Functions that tell of households past the policies tell who sees clients only of these alone.
create or replace function outreach_to_call_on(of_unit uuid, in_place uuid, until date)
    returns table (household_id uuid, last_visit date, tasks integer, first_due date, urgent boolean)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select h.id, met.last, due.tasks, due.first, exists (
            select 1 from cases_need n
            where n.household_id = h.id and n.unit_id = of_unit and n.urgency = 'urgent' and n.area <> 'safety'
              and n.state not in ('met', 'dropped'))
        from people_household h
        cross join lateral (
            select max(v.date) as last from outreach_visithousehold m join outreach_visit v on v.id = m.visit_id
            where m.household_id = h.id and m.unit_id = of_unit and v.state = 'done') met
        cross join lateral (
            select count(*)::integer as tasks, min(t.due) as first from outreach_task t
            where t.household_id = h.id and t.unit_id = of_unit and t.state = 'open'
              and (t.due <= until or t.due is null)) due
        where h.unit_id = of_unit and h.place_id = in_place
          and of_unit = any ((select khetane_units('identity.read'))::uuid[])
          and coalesce((select khetane_clients()) ?| array[of_unit::text, h.id::text], true)
    $$;

create or replace function outreach_tasks_of_others(asked uuid) returns table (mandate varchar, due date)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select t.mandate, t.due
        from outreach_task t
        where t.state = 'open' and (asked is null or t.household_id = asked)
          and t.unit_id = any ((select khetane_units('identity.read'))::uuid[])
          and t.mandate not in ('', 'coordination')
          and (select khetane_readers()) -> t.unit_id::text ? t.mandate::text is not true
          and coalesce((select khetane_clients()) ?| array[t.unit_id::text, t.household_id::text], true)
    $$;

create or replace function programmes_enrolled(asked uuid[])
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
                   or programmes_own_schemes() -> e.unit_id::text ? e.scheme::text)
              and coalesce((select khetane_clients()) ?| array[
                      e.unit_id || ':' || e.mandate, 'c' || e.person_id, 'c' || e.household_id], true);
    end $$;

create or replace function forms_to_apply(submission uuid) returns setof khetane_forms_submission
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select s.* from khetane_forms_submission s
        where s.id = submission
          and ((s.account = khetane_viewer() and s.unit_id = any (khetane_units('submission.send')))
               or (s.unit_id = any (khetane_units('submission.read'))
                   and (s.mandate = '' or (s.unit_id, s.mandate::text) in
                        (select unit_id, mandate from khetane_mandates()))
                   and coalesce(khetane_clients() ? s.unit_id::text, true)))
    $$;
