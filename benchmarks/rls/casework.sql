-- The casework of a register that data.sql filled: plans, groups, schemes, legal procedures, visits about today, referrals
-- in every state, imports, requests, the directory, who works in the units. One statement for each table, spread without
-- chance over households in the order of their ids.
set local session_replication_role = replica;  -- no triggers: what is put in here fits together

-- A day of the last two years for a number, spread without order.
create function pg_temp.day(n bigint) returns date language sql stable
    as $$ select current_date - (n * 7919 % 730)::integer $$;

create temporary table homes as
select h.id as household_id, h.code, h.unit_id, h.place_id, m.person_id,
       row_number() over (order by h.id) as n, row_number() over (partition by h.unit_id order by h.id) as k
from people_household h join people_membership m on m.household_id = h.id and m.role = 'head';
create index on homes (unit_id, k);
analyze homes;

create temporary table units as
select u.id as unit_id, u.code, u.municipality_id, row_number() over (order by u.code) as n,
       (select max(k) from homes h where h.unit_id = u.id) as homes
from organisations_unit u where u.code ~ '^B[0-9]+-U$';

-- Plans: one of six households has one; of ten one is drawn up, six run, three are closed.
create temporary table plans as
select gen_random_uuid() as id, household_id, unit_id, n / 6 as n, pg_temp.day(n) as day,
       (array['draft', 'agreed', 'agreed', 'agreed', 'reviewed', 'reviewed', 'reviewed', 'closed', 'closed', 'closed'])[1 + n / 6 % 10] as state
from homes where n % 6 = 0;

insert into cases_caseplan (id, version, created_at, updated_at, unit_id, household_id, mandate, goals, state, agreed_on, reviewed_on,
                            review_on, closed_on, outcome, result)
select id, 1, day, day, unit_id, household_id, 'coordination', 'What the family wants ' || n, state,
       case when state <> 'draft' then day end, case when state = 'reviewed' then current_date - (n % 90)::integer end,
       case when state in ('agreed', 'reviewed') then current_date - 20 + (n % 180)::integer end,
       case when state = 'closed' then least(day + 120, current_date) end,
       case when state = 'closed' then 'achieved' else '' end, ''
from plans;

insert into cases_planstep (id, version, created_at, updated_at, unit_id, household_id, plan_id, mandate, what, until, state, closed_on,
                            result)
select gen_random_uuid(), 1, day, day, unit_id, household_id, id,
       (array['coordination', 'education', 'health', 'social_protection', 'employment'])[1 + (n + s) % 5], 'Step ' || s,
       case when state <> 'closed' and s > 1 then current_date - 10 + (n % 120)::integer else day + 60 end,
       case when state = 'closed' or s = 1 then 'done' else 'open' end,
       case when state = 'closed' or s = 1 then least(day + 60, current_date) end, ''
from plans cross join generate_series(1, 3) s;

-- Visits since data.sql's last, and planned ones about today: each settlement every other week.
create temporary table visits as
select gen_random_uuid() as id, p.unit_id, p.place_id, p.n, w, current_date + (12 - 14 * w + p.n % 14)::integer as date
from (select unit_id, place_id, row_number() over (order by place_id) as n from homes group by unit_id, place_id) p
cross join generate_series(-1, 11) w;

insert into outreach_visit (id, version, created_at, updated_at, unit_id, place_id, date, state, participants, refused_count,
                            absent_count, purpose, cancel_reason)
select id, 1, now(), now(), unit_id, place_id, date,
       case when date >= current_date then 'planned' when (n + w) % 12 = 0 then 'cancelled' else 'done' end,
       '{coordination,health,education}', n % 3, n % 5, 'Visit ' || w, ''
from visits;

create temporary table called_on as
select v.id, h.household_id, v.unit_id, v.date, row_number() over (partition by v.id order by h.household_id) as position
from visits v join lateral (
    select household_id from homes h where h.unit_id = v.unit_id and h.place_id = v.place_id and (h.k + v.w) % 30 = 0 limit 12) h on true;

insert into outreach_plannedhousehold (visit_id, household_id, unit_id, position)
select id, household_id, unit_id, position from called_on;

insert into outreach_visithousehold (visit_id, household_id, unit_id)
select c.id, c.household_id, c.unit_id from called_on c join outreach_visit v on v.id = c.id where v.state = 'done';

-- What is due about today, by each mandate in turn; a lawyer's tasks, needs and services.
insert into outreach_task (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, title, due, state, outcome)
select gen_random_uuid(), 1, now(), now(), unit_id, household_id, person_id,
       (array['coordination', 'education', 'health', 'social_protection', 'employment', 'legal'])[1 + n / 5 % 6], 'Task soon ' || n,
       current_date - 10 + (n % 60)::integer, 'open', ''
from homes where n % 5 = 0;

insert into cases_need (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, area, urgency, description, state,
                        found_on, closed_on, outcome)
select gen_random_uuid(), 1, now(), now(), unit_id, household_id, person_id, 'legal', 'documents',
       (array['low', 'medium', 'high', 'urgent'])[1 + n / 4 % 4], 'Paper ' || n, case when n / 4 % 3 = 0 then 'met' else 'open' end,
       pg_temp.day(n), case when n / 4 % 3 = 0 then pg_temp.day(n) + 9 end, ''
from homes where n % 4 = 0;

insert into cases_service (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, type, date, provider, currency)
select gen_random_uuid(), 1, now(), now(), unit_id, household_id, person_id, 'legal', 'legal_advice', pg_temp.day(n), '', ''
from homes where n % 4 = 1;

-- Referrals of data.sql all wait for an answer: of ten one goes on waiting.
update cases_referral r set state = t.state, expires_on = r.sent_on + 30,
    answered_on = case when t.state in ('sent', 'revoked') then null else r.sent_on + 12 end
from (select id, (array['sent', 'accepted', 'rejected', 'revoked', 'done', 'done', 'done', 'done', 'done', 'done'])[
          1 + row_number() over (order by id) % 10] as state from cases_referral) t
where t.id = r.id;

insert into cases_referral (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, to_mandate, to_organisation,
                            reason, state, sent_on, expires_on, answer)
select gen_random_uuid(), 1, now(), now(), unit_id, household_id, person_id,
       (array['coordination', 'health', 'education'])[1 + n / 7 % 3],
       (array['legal', 'social_protection', 'employment', ''])[1 + n / 7 % 4],
       case when n / 7 % 4 = 3 then 'Health centre' else '' end, 'Reason ' || n,
       (array['sent', 'done', 'done', 'accepted'])[1 + n / 28 % 4], current_date - (n % 60)::integer,
       current_date - (n % 60)::integer + 30, ''
from homes where n % 7 = 0;

-- Legal procedures: one household of three has one, a quarter of them open with a term about today.
create temporary table procedures as
select gen_random_uuid() as id, household_id, unit_id, person_id, n / 3 as n, least(pg_temp.day(n), current_date - 40) as day,
       (array['BIRTH-L', 'CIT', 'RES-CSW', 'ID'])[1 + n / 3 % 4] as type, n / 3 % 4 = 0 as open
from homes where n % 3 = 0;

insert into cases_procedure (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, type, body, reference,
                             initiated_on, solved_on, outcome, note, stage, rules, term, due, turn)
select id, 1, day, day, unit_id, household_id, person_id, 'legal', case when open then 'BIRTH-L' else type end, 'Municipal administration', '',
       day, case when not open then least(day + 90, current_date) end,
       case when open then 'pending' when n % 9 = 0 then 'refused' else 'granted' end, '', 'request',
       case when open then 'RS-2009' else '' end, case when open then 'decision_at_once' else '' end,
       case when open and n % 5 > 0 then current_date - 30 + (n % 90)::integer end,
       case when not open then '' when n % 3 = 0 then 'client' else 'office' end
from procedures;

insert into cases_procedureevent (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, procedure_id, event, date,
                                  result, note)
select gen_random_uuid(), 1, day, day, unit_id, household_id, person_id, 'legal', id, 'request', day, '', '' from procedures
union all
select gen_random_uuid(), 1, day, day, unit_id, household_id, person_id, 'legal', id, 'decision', least(day + 90, current_date), 'granted', ''
from procedures where not open;

insert into cases_hearing (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, procedure_id, date, time, place,
                           state, note)
select gen_random_uuid(), 1, day, day, unit_id, household_id, person_id, 'legal', id,
       case when open then current_date + (n % 40)::integer else day + 45 end, '10:00', 'Court', case when open then 'set' else 'held' end, ''
from procedures where n % 6 < 2;

-- Groups: each mandate of a unit one a fortnight, twelve of those who came are known.
create temporary table groups as
select gen_random_uuid() as id, u.unit_id, u.homes, u.n * 260 + g as n, mandate, current_date - (g * 14 % 730)::integer as date
from units u cross join generate_series(1, 52) g
cross join unnest(array['coordination', 'education', 'health', 'social_protection', 'employment']) mandate;

insert into cases_groupdelivery (id, version, created_at, updated_at, unit_id, mandate, type, date, topic, attended, quantity, provider,
                                 currency)
select id, 1, date, date, unit_id, mandate, 'health_workshop', date, 'Topic', 12 + n % 20, 2, '', '' from groups;

insert into cases_groupparticipant (group_id, person_id, household_id, unit_id, mandate)
select g.id, h.person_id, h.household_id, g.unit_id, g.mandate
from groups g cross join generate_series(1, 12) p join homes h on h.unit_id = g.unit_id and h.k = 1 + (g.n * 31 + p) % g.homes
on conflict do nothing;

-- Schemes: a household of eight takes part in one.
create temporary table enrolments as
select gen_random_uuid() as id, household_id, unit_id, n / 8 as n, pg_temp.day(n) as day,
       (array['scholarship', 'after_school', 'housing_upgrade'])[1 + n / 8 % 3] as scheme,
       case when n / 8 % 3 < 2 then person_id end as person_id
from homes where n % 8 = 0;

insert into programmes_enrolment (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, scheme, stage, applied_on,
                                  stage_on, answers, eligible, reason)
select id, 1, day, day, unit_id, household_id, person_id, case scheme when 'housing_upgrade' then 'coordination' else 'education' end, scheme,
       case scheme when 'scholarship' then (array['applied', 'awarded', 'awarded', 'completed', 'refused'])[1 + n / 3 % 5]
                   when 'after_school' then (array['applied', 'attending', 'attending', 'completed', 'left'])[1 + n / 3 % 5]
                   else (array['applied', 'assessed', 'agreed', 'building', 'handed_over'])[1 + n / 3 % 5] end,
       day, day, '{}', 'yes', ''
from enrolments;

insert into programmes_milestone (id, version, created_at, updated_at, unit_id, household_id, person_id, mandate, scheme, enrolment_id, kind,
                                  state, due, reached_on, currency, note)
select gen_random_uuid(), 1, day, day, unit_id, household_id, person_id,
       case scheme when 'housing_upgrade' then 'coordination' else 'education' end, scheme, id, kind,
       case when reached then 'reached' else 'planned' end, day + 120, case when reached then least(day + 100, current_date) end, '', ''
from (select e.*, kind, (n + ord) % 2 = 0 as reached from enrolments e cross join lateral unnest(
          case scheme when 'scholarship' then array['first_payment', 'half_year_report', 'year_report']
                      when 'after_school' then array['class_passed']
                      else array['assessment', 'agreement', 'materials', 'water'] end) with ordinality k (kind, ord)) k;

create temporary table sessions as
select gen_random_uuid() as id, unit_id, u.n * 100 + s as n, current_date - s * 7 as date from units u cross join generate_series(1, 100) s;

insert into programmes_session (id, version, created_at, updated_at, unit_id, mandate, scheme, date, topic, hours, attended)
select id, 1, date, date, unit_id, 'education', 'after_school', date, 'Homework', 2, 10 + n % 10 from sessions;

insert into programmes_presence (session_id, enrolment_id, household_id, person_id, unit_id, mandate, scheme, present, with_parent)
select s.id, e.id, e.household_id, e.person_id, e.unit_id, 'education', 'after_school', (s.n + e.n) % 5 > 0, (s.n + e.n) % 7 = 0
from sessions s join enrolments e on e.unit_id = s.unit_id and e.scheme = 'after_school' and (e.n / 3 + s.n) % 3 = 0;

-- Persons who may be recorded twice, imports, requests of persons.
insert into people_matchcandidate (id, unit_id, person_id, other_id, pair, probability, state, found_at, decided_at, decided_by)
select gen_random_uuid(), a.unit_id, a.person_id, case when a.n % 5 > 0 then b.person_id end, md5(a.person_id::text || b.person_id::text),
       0.5 + (a.n % 100) / 200.0, case when a.n % 3 = 0 then 'not_same' else 'open' end, now(),
       case when a.n % 3 = 0 then now() end, case when a.n % 3 = 0 then gen_random_uuid() end
from homes a join homes b on b.unit_id = a.unit_id and b.k = a.k + 1 where a.n % 20 = 0;

insert into importing_tableimport (id, unit_id, account, made_at, file_name, sha256, key, mapping, header, key_sealed, key_id, taken, state,
                                   groups, done, counts)
select gen_random_uuid(), unit_id, gen_random_uuid(), now() - make_interval(days => i), 'Table ' || i, sha256('x'), gen_random_uuid(), '{}', '',
       '', '', '[]', 'done', 40, 40, '{"household": 40, "person": 170}'
from units cross join generate_series(1, 8) i;

insert into subjects_subjectrequest (id, unit_id, kind, household, household_code, requested_on, taken_by, taken_at, state, done_by, done_at,
                                     refusal, about, answer, asked_by, language, without_safety)
select gen_random_uuid(), unit_id, (array['copy', 'correction', 'erasure'])[1 + n % 3], household_id, code, current_date - (k % 300)::integer,
       gen_random_uuid(), now() - make_interval(days => (k % 300)::integer), case when k % 4 = 0 then 'open' else 'done' end,
       case when k % 4 > 0 then gen_random_uuid() end, case when k % 4 > 0 then now() end, '', '', '', 'self', '', false
from homes where n % 150 = 0;

insert into organisations_directoryentry (id, version, created_at, updated_at, place_id, provider, kind, area, what, for_whom, hours, address,
                                          phone, email, website)
select gen_random_uuid(), 1, now(), now(), municipality_id, 'Provider ' || d, 'health_institution',
       (array['health', 'education', 'employment', 'housing', 'documents'])[1 + d % 5], 'What it provides ' || d, 'Everybody', '8 to 15', '', '', '', ''
from units cross join generate_series(1, 30) d;

-- Who works in the units, with what, and what they read.
create temporary table members as
select gen_random_uuid() as id, unit_id, n, role
from units cross join unnest(array['unit_coordinator', 'pedagogical_assistant', 'health_mediator', 'social_worker', 'employment_adviser']) role;

insert into access_account (id, email, name, language, is_active, is_demo, created_at, password)
select id, role || '-' || n || '@example.org', role || ' ' || n, '', true, false, now(), '!' from members;

insert into access_rolegrant (id, account_id, role_id, unit_id, begins, granted_at)
select gen_random_uuid(), id, role, unit_id, date '2020-01-01', now() from members;

insert into access_device (id, account_id, unit_id, label, token_hash, state, created_at)
select gen_random_uuid(), id, unit_id, 'Phone', sha256(id::text::bytea), 'active', now() from members;

insert into access_auditevent (at, account, unit, action, kind, subjects, fields)
select now() - make_interval(secs => (h.n * 7919 + e * 104729) % 31536000), m.id, h.unit_id, 'read', 'household', array[h.household_id], '{}'
from homes h cross join generate_series(1, 3) e
join members m on m.unit_id = h.unit_id and m.role = (array['unit_coordinator', 'health_mediator', 'social_worker'])[e];
