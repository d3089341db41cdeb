-- What is past its time (docs/adr/0720). The program proposes, the unit says that it is still needed, the data-protection
-- officer confirms, the eraser carries out. Each function is one of these steps, and asks who calls it.

-- Ids of households in their order, for a look at all of them in parts.
create function subjects_homes_after(after uuid, size integer) returns setof uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select h.id from people_household h where subjects_is_program() and h.id > after order by h.id limit size $$;

-- Of these households those that may be past their time: no contact since `before`, every consent to be recorded
-- withdrawn, or proposed already. With the kinds of records there are and the days that periods are counted from.
create function subjects_past(homes uuid[], before date)
    returns table (household uuid, kinds text[], last_contact date, case_closed date, consent_ended date,
                   under_way boolean, expiry uuid, over_on date)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        with met as materialized (
            select h.id, e.id as expiry, e.over_on,
                coalesce(
                    greatest(
                        (select (c.at at time zone 'Europe/Belgrade')::date from history_entitychange c
                         where c.household = h.id order by c.at desc limit 1),
                        (select max(v.date) from outreach_visithousehold m join outreach_visit v on v.id = m.visit_id
                         where m.household_id = h.id and v.state = 'done'),
                        (select max(r.requested_on) from subjects_subjectrequest r where r.household = h.id)),
                    (h.created_at at time zone 'Europe/Belgrade')::date) as contact,
                (select case when bool_and(coalesce(c.withdrawn_on <= cases_today(), false)) then max(c.withdrawn_on) end
                 from people_consent c
                 where c.purpose = 'registration' and (c.household_id = h.id or c.person_id in (
                     select p.id from people_person p where p.household_id = h.id))) as consent_ended
            from people_household h
            left join subjects_expiry e on e.household_id = h.id and e.state in ('noticed', 'prolonged', 'confirmed')
            where subjects_is_program() and h.id = any (homes)
              and not exists (select 1 from subjects_expiry k
                              where k.household_id = h.id and k.state = 'kept' and k.decided_from > cases_today()))
        select m.id,
            array_remove(array[
                'household',
                case when exists (select 1 from people_selfidentification t where t.household_id = m.id)
                    then 'self_identification' end,
                case when exists (select 1 from cases_need t where t.household_id = m.id)
                       or exists (select 1 from outreach_task t where t.household_id = m.id)
                       or exists (select 1 from cases_caseplan t where t.household_id = m.id)
                       or exists (select 1 from cases_service t where t.household_id = m.id)
                       or exists (select 1 from cases_groupparticipant t where t.household_id = m.id)
                       or exists (select 1 from cases_referral t where t.household_id = m.id)
                       or exists (select 1 from outreach_visithousehold t where t.household_id = m.id)
                       or exists (select 1 from upgrading_concernedhousehold t where t.household_id = m.id)
                    then 'need' end,
                case when exists (select 1 from cases_procedure t where t.household_id = m.id)
                       or exists (select 1 from cases_powerofattorney t where t.household_id = m.id)
                    then 'procedure' end,
                case when exists (select 1 from programmes_enrolment t where t.household_id = m.id)
                    then 'enrolment' end], null),
            m.contact,
            (select max(p.solved_on) from cases_procedure p where p.household_id = m.id),
            m.consent_ended,
            exists (select 1 from cases_procedure p where p.household_id = m.id and p.outcome = 'pending'),
            m.expiry, m.over_on
        from met m
        where m.contact < before or m.consent_ended is not null or m.expiry is not null
        order by m.id
    $$;

-- Give notice of a household; null where it is noticed already, or gone.
create function subjects_notice(asked uuid, under text[], counted_from text, of_day date, over date, notice date, decided date)
    returns uuid
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        insert into subjects_expiry (id, unit_id, household_id, household_code, rules, event, since, over_on, noticed_on,
                                     decided_from, remains, state, because, why, records)
        select gen_random_uuid(), h.unit_id, h.id, h.code, under, counted_from, of_day, over, notice, decided,
               jsonb_build_object(
                   'service', (select count(*) from cases_service t where t.household_id = h.id),
                   'group', (select count(*) from cases_groupparticipant t where t.household_id = h.id),
                   'procedure', (select count(*) from cases_procedure t where t.household_id = h.id)),
               'noticed', '', '', '{}'
        from people_household h where h.id = asked and subjects_is_program()
        on conflict (household_id) where state in ('noticed', 'prolonged', 'confirmed') do nothing
        returning id
    $$;

-- What was noticed is no longer past its time: somebody was met, or the rule changed. How many.
create function subjects_lapse(asked uuid[]) returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        with lapsed as (
            update subjects_expiry set state = 'lapsed', because = ''
            where subjects_is_program() and id = any (asked) and state in ('noticed', 'prolonged', 'confirmed')
            returning 1)
        select count(*) from lapsed
    $$;

-- The unit says, once, that a record is still needed; null where it may not.
create function subjects_still_needed(asked uuid, reason text, until date) returns uuid
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        update subjects_expiry
        set state = 'prolonged', because = reason, said_by = khetane_viewer(), said_at = now(), decided_from = until
        where id = asked and state = 'noticed' and said_at is null and until > decided_from
          and unit_id = any ((select khetane_units('subject.request'))::uuid[])
        returning id
    $$;

-- The data-protection officer confirms, or says that it must be kept: what the unit had notice of, never what she
-- prolonged herself. The ids of those decided now; what was decided before is left as it is.
create function subjects_decide(asked uuid[], becomes text, reason text, until date) returns setof uuid
    language sql volatile security definer set search_path = public, pg_temp
    as $$
        update subjects_expiry
        set state = becomes, why = reason, confirmed_by = khetane_viewer(), confirmed_at = now(),
            decided_from = coalesce(until, decided_from)
        where id = any (asked) and state in ('noticed', 'prolonged') and decided_from <= cases_today()
          and becomes in ('confirmed', 'kept') and said_by is distinct from khetane_viewer()
          and unit_id = any ((select khetane_units('erasure.execute'))::uuid[])
        returning id
    $$;

-- Of ids those whose record was pseudonymised, in units whose households the viewer sees: the day and the rules.
create function subjects_pseudonymised(asked uuid[]) returns table (on_day date, under text[])
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select (e.done_at at time zone 'Europe/Belgrade')::date, e.rules::text[] from subjects_expiry e
        where e.records && asked and e.state = 'done'
          and e.unit_id = any ((select khetane_units('identity.read') || khetane_units('erasure.execute'))::uuid[])
        order by e.done_at desc limit 1
    $$;

revoke execute on function subjects_homes_after(uuid, integer), subjects_past(uuid[], date),
    subjects_notice(uuid, text[], text, date, date, date, date), subjects_lapse(uuid[]),
    subjects_still_needed(uuid, text, date), subjects_decide(uuid[], text, text, date), subjects_pseudonymised(uuid[])
    from public;
grant execute on function subjects_homes_after(uuid, integer), subjects_past(uuid[], date),
    subjects_notice(uuid, text[], text, date, date, date, date), subjects_lapse(uuid[]),
    subjects_still_needed(uuid, text, date), subjects_decide(uuid[], text, text, date), subjects_pseudonymised(uuid[])
    to khetane_app;
