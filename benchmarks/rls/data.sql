-- Made-up people in bulk: :units units of one country, three settlements each, households of five, and the work
-- with them. Names and their blocking keys come from the table `pool` (register.py). Every statement is one table's.
set local session_replication_role = replica;  -- no triggers: what is put in here fits together

insert into places_place  -- like the top place in whatever is not said here
select (jsonb_populate_record(top, jsonb_build_object(
    'id', gen_random_uuid(), 'kind', 'municipality', 'code', 'B' || n, 'name', 'B' || n, 'sort_key', 'b' || n,
    'parent_id', top.id, 'path', 'see.b' || n))).*
from places_place top cross join generate_series(1, %(units)s) n where top.code = 'SEE';

insert into places_place
select (jsonb_populate_record(town, jsonb_build_object(
    'id', gen_random_uuid(), 'kind', 'settlement', 'code', town.code || '-' || n, 'name', town.name || '-' || n,
    'sort_key', town.sort_key || n, 'parent_id', town.id, 'path', town.path::text || '.s' || n))).*
from places_place town cross join generate_series(1, 3) n where town.code ~ '^B[0-9]+$';

insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment)
select gen_random_uuid(), code || '-U', name, id, '', '', '' from places_place where code ~ '^B[0-9]+$';

create temporary table settlements as
select row_number() over (order by substr(u.code, 2, length(u.code) - 3)::integer, p.code) - 1 as number,
       u.id as unit_id, p.id as place_id
from organisations_unit u join places_place p on p.parent_id = u.municipality_id
where u.code ~ '^B[0-9]+-U$' and p.kind = 'settlement';

-- A moment of the last two years for a number, spread without order.
create function pg_temp.moment(n bigint) returns timestamptz language sql immutable
    as $$ select timestamptz '2026-06-01' - make_interval(secs => (n * 7919) %% 63072000) $$;

create temporary table new_households as
select gen_random_uuid() as id, gen_random_uuid() as source, gen_random_uuid() as visit, n, n / (%(units)s * 3) as turn, unit_id, place_id,
       pg_temp.moment(n) as at
from generate_series(1::bigint, %(persons)s / 5) n
join settlements on number = n %% (%(units)s * 3);

create temporary table new_persons as
select gen_random_uuid() as id, m, h.n * 5 + m as n, h.id as household_id, h.unit_id, h.source, h.at,
       p.given, p.family, p.parent, p.born, p.keys
from new_households h cross join generate_series(0, 4) m
join pool p on p.number = (h.n * 5 + m) * 7919 %% (select count(*) from pool);

analyze new_households;
analyze new_persons;

insert into people_household (id, version, created_at, updated_at, code, address, phone, note, place_id, unit_id)
select id, 1, at, at, 'H' || n, 'Street ' || n, '', '', place_id, unit_id from new_households;

insert into people_responsibility (id, household_id, unit_id, begins)
select gen_random_uuid(), id, unit_id, date '2024-01-01' from new_households;

insert into people_person (id, version, created_at, updated_at, given_name, family_name, parent_name, sort_key, sex,
                           birth_date, birth_precision, phone, language, household_id, unit_id)
select id, 1, at, at, given, family, parent, lower(family || ' ' || given), 'unknown', make_date(born, 7, 1), 'year', '', '',
       household_id, unit_id
from new_persons;

insert into people_membership (id, version, created_at, updated_at, role, begins, household_id, person_id, unit_id)
select gen_random_uuid(), 1, at, at, case m when 0 then 'head' else 'other' end, date '2024-01-01', household_id, id, unit_id
from new_persons;

insert into people_personkey (key, name, born_from, born_to, person_id, unit_id)
select k->>'key', k->>'name', (k->>'born_from')::smallint, (k->>'born_to')::smallint, id, unit_id
from new_persons cross join jsonb_array_elements(keys) k order by 1;

insert into people_document (id, version, created_at, updated_at, unit_id, person_id, household_id, kind, state)
select gen_random_uuid(), 1, at, at, unit_id, id, household_id, 'citizenship', 'has' from new_persons;

insert into people_consent (id, version, created_at, updated_at, unit_id, household_id, purpose, recipients, notice_version,
                            given_by, given_on, evidence)
select gen_random_uuid(), 1, at, at, unit_id, id, 'referral', '{health}', '1', 'self', at::date, 'signed' from new_households;

insert into outreach_visit (id, version, created_at, updated_at, unit_id, place_id, date, state, participants, refused_count,
                            absent_count, purpose, cancel_reason)
select visit, 1, at, at, unit_id, place_id, at::date, 'done', '{coordination,health}', 0, 0, '', '' from new_households
where turn %% 10 < 2;

analyze outreach_visit;

insert into outreach_visithousehold (visit_id, household_id, unit_id)
select v.id, h.id, h.unit_id from new_households h
join lateral (select id from outreach_visit v where v.place_id = h.place_id order by md5(v.id::text || h.id::text) limit 2) v on true
where h.turn %% 2 = 0;

create temporary table new_work as  -- a piece of work for each mandate in turn
select gen_random_uuid() as id, h.id as household_id, h.unit_id, h.source, h.n, h.turn, w, pg_temp.moment(h.n * 3 + w) as at,
       (array['coordination', 'education', 'health', 'social_protection', 'employment'])[1 + (h.turn + w) %% 5] as mandate
from new_households h cross join generate_series(1, 3) w;

insert into outreach_visitnote (id, version, created_at, updated_at, unit_id, household_id, mandate, text)
select gen_random_uuid(), 1, at, at, unit_id, household_id, mandate, 'Note ' || n from new_work where w = 1;

insert into outreach_task (id, version, created_at, updated_at, unit_id, household_id, mandate, title, due, state, closed_on,
                           outcome)
select gen_random_uuid(), 1, at, at, unit_id, household_id, mandate, 'Task ' || n, at::date + 30,
       case w when 1 then 'open' else 'done' end, case w when 1 then null else at::date + 20 end, ''
from new_work where w < 3;

insert into cases_need (id, version, created_at, updated_at, unit_id, household_id, mandate, area, urgency, description, state,
                        found_on, closed_on, outcome)
select id, 1, at, at, unit_id, household_id, mandate, 'housing', case turn %% 9 when 0 then 'urgent' else 'low' end, 'Need ' || n,
       case w when 1 then 'met' else 'open' end, at::date, case w when 1 then at::date + 9 end, ''
from new_work where w < 3;

insert into cases_service (id, version, created_at, updated_at, unit_id, household_id, mandate, type, date, provider, currency)
select gen_random_uuid(), 1, at, at, unit_id, household_id, mandate, 'talk', at::date, '', '' from new_work;

insert into cases_referral (id, version, created_at, updated_at, unit_id, household_id, mandate, to_mandate, to_organisation,
                            reason, state, sent_on, answer)
select gen_random_uuid(), 1, at, at, unit_id, household_id, mandate, 'health', '', 'Reason', 'sent', at::date, ''
from new_work where w = 1 and turn %% 2 = 0;

insert into cases_procedure (id, version, created_at, updated_at, unit_id, household_id, mandate, type, body, initiated_on,
                             outcome, note, reference, stage, rules, term, turn)
select gen_random_uuid(), 1, at, at, unit_id, household_id, mandate, 'birth_registration', '', at::date, 'pending', '', '', '', '', '', ''
from new_work where w = 1 and turn %% 4 = 0;

insert into khetane_forms_submission (id, instance_id, source, unit_id, account, mandate, sensitivity_level, received_at, replaces,
                                content, content_sha256, key, key_id, state, reason, waits_for)
select source, 'uuid:' || source, 'device', unit_id, gen_random_uuid(), '', 'personal', at, '',
       decode(repeat(md5(n::text), 30), 'hex'), sha256(n::text::bytea), '', '', 'applied', '', ''
from new_households;

insert into history_entitychange (dataset, record, version, source, unit_id, household, mandate, account, at, fields, sealed)
select 'household', id, 1, source, unit_id, id, '', gen_random_uuid(), at, '{place,address}'::varchar[], decode(repeat(md5(n::text), 4), 'hex')
from new_households
union all
select 'person', id, 1, source, unit_id, household_id, '', gen_random_uuid(), at, '{given_name,family_name,birth_date}',
       decode(repeat(md5(n::text), 4), 'hex')
from new_persons
union all
select 'need', id, 1, source, unit_id, household_id, mandate, gen_random_uuid(), at, '{area,description}',
       decode(repeat(md5(n::text), 4), 'hex')
from new_work where w < 3;

insert into history_conflict (id, dataset, record, "group", unit_id, household, mandate, opened_at, state)
select gen_random_uuid(), 'household', id, '{phone}', unit_id, id, '', at, 'open' from new_households where turn %% 20 = 0;
