-- A referral to another mandate of the unit is read by that mandate exactly while consent stands; by an institution
-- without accounts through a sealed page, as long (docs/adr/0560).

-- Today where Khetane counts its days (settings.TIME_ZONE): a consent ends on the day that its withdrawal names.
create function cases_today() returns date
    language sql stable parallel safe
    as $$ select (now() at time zone 'Europe/Belgrade')::date $$;

-- Whether a household, or the person it is about, agrees today to being passed on to this recipient. What one member
-- agreed to for herself stands for nobody else. As khetane.people.rules.allows says.
create function cases_agreed(household uuid, person uuid, recipient text) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select exists (
            select 1 from people_consent c
            where (c.person_id = person or (c.household_id = household and c.person_id is null))
              and c.purpose in ('referral', 'sharing') and recipient = any (c.recipients)
              and c.given_on <= cases_today()
              and (c.withdrawn_on is null or cases_today() < c.withdrawn_on))
    $$;

-- The same for the viewer, about households of units where she reads content; of others nothing is told.
create function cases_crosses(unit uuid, household uuid, person uuid, recipient text) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp
    as $$
    begin
        return unit = any (khetane_units('content.read')) and cases_agreed(household, person, recipient);
    end $$;

-- Whether a referral is told to the other side: not once it is revoked, or while its answer is overdue.
create function cases_is_told(state text, expires_on date) returns boolean
    language plpgsql stable
    as $$
    begin
        return state in ('accepted', 'rejected', 'done')
            or (state = 'sent' and (expires_on is null or cases_today() <= expires_on));
    end $$;

-- The recipient answers and changes nothing else: neither what was said, nor whose it is.
create function cases_referral_answered_only() returns trigger
    language plpgsql security invoker set search_path = public, pg_temp
    as $$
    declare answered text[] := array['state', 'answer', 'answered_on', 'version', 'updated_at'];
    begin
        if current_user <> 'khetane_app' or old.mandate = ''
           or khetane_readers() -> old.unit_id::text ? old.mandate::text then
            return new;
        end if;
        if to_jsonb(new) - answered is distinct from to_jsonb(old) - answered
           or (new.state <> old.state and new.state not in ('accepted', 'rejected', 'done')) then
            raise insufficient_privilege using message = 'the recipient of a referral may only answer it';
        end if;
        return new;
    end $$;
create trigger referral_answered_only before update on cases_referral
    for each row execute function cases_referral_answered_only();

-- A household handed over takes the pages of its referrals along.
create function cases_pages_follow() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    begin
        update cases_pageevent e set unit_id = new.unit_id
        from cases_referralpage p where p.id = e.page_id and p.referral_id = new.id;
        update cases_referralpage set unit_id = new.unit_id where referral_id = new.id;
        return null;
    end $$;
create trigger pages_follow after update of unit_id on cases_referral
    for each row when (old.unit_id is distinct from new.unit_id) execute function cases_pages_follow();

-- What is gone in the register is gone on its pages.
alter table cases_referralpage add constraint page_of_referral
    foreign key (referral_id) references cases_referral (id) on delete cascade;
alter table cases_sealedreferral add constraint sealed_of_page
    foreign key (page_id) references cases_referralpage (id) on delete cascade;
alter table cases_pageevent add constraint event_of_page
    foreign key (page_id) references cases_referralpage (id) on delete cascade;

-- The page behind a link, while it is open: not revoked or expired, not locked by wrong codes, its referral on its way
-- and consent in force. Needs no viewer: whoever asks knows the hash of the link's secret, and what is told is sealed.
create function cases_page_behind(asked bytea)
    returns table (page uuid, unit uuid, referral uuid, mandate varchar, language varchar, state varchar, sealed bytea,
                   answered varchar, tries int)
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select p.id, p.unit_id, r.id, p.mandate, p.language, r.state, s.sealed,
               coalesce((select e.answer from cases_pageevent e where e.page_id = p.id and e.kind = 'answered'
                         order by e.id desc limit 1), ''),
               5 - p.wrong_codes
        from cases_sealedreferral s
        join cases_referralpage p on p.id = s.page_id
        join cases_referral r on r.id = p.referral_id
        where s.lookup = asked and p.revoked_at is null and now() < p.expires_at and p.wrong_codes < 5
          and r.state in ('sent', 'accepted') and cases_is_told(r.state, r.expires_on)
          and cases_agreed(r.household_id, r.person_id, r.to_organisation)
    $$;

-- Note what happened at an open page; false when it is not open. Answers are kept as they were given.
create function cases_page_note(asked bytea, what text, given text, said text) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare behind record;
    begin
        select * into behind from cases_page_behind(asked);
        if behind is null then return false; end if;
        perform 1 from cases_referralpage where id = behind.page for update;
        if what not in ('opened', 'wrong_code', 'answered') or length(said) > 2000
           or (what = 'answered') is distinct from (given in ('accepted', 'rejected', 'done'))
           or (select count(*) from cases_pageevent e where e.page_id = behind.page and e.kind = 'answered') >= 10 then
            return false;
        end if;
        if what = 'wrong_code' then
            update cases_referralpage set wrong_codes = wrong_codes + 1 where id = behind.page;
        end if;
        insert into cases_pageevent (page_id, unit_id, mandate, kind, answer, sentence)
        values (behind.page, behind.unit, behind.mandate, what, given, said);
        return true;
    end $$;

revoke execute on function cases_agreed(uuid, uuid, text), cases_crosses(uuid, uuid, uuid, text), cases_pages_follow(),
    cases_page_behind(bytea), cases_page_note(bytea, text, text, text) from public;
grant execute on function cases_crosses(uuid, uuid, uuid, text), cases_page_behind(bytea),
    cases_page_note(bytea, text, text, text) to khetane_app;
