-- Made-up people in bulk: :units units of one country, households of five, three blocking keys a person.
-- Names are numbers: what is measured is how rows are found, not how names fold.
insert into places_place  -- like the top place in whatever is not said here
select (jsonb_populate_record(top, jsonb_build_object(
    'id', gen_random_uuid(), 'kind', 'municipality', 'code', 'B' || n, 'name', 'B' || n, 'sort_key', 'b' || n,
    'parent_id', top.id, 'path', 'see.b' || n))).*
from places_place top cross join generate_series(1, %(units)s) n where top.code = 'SEE';

insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment)
select gen_random_uuid(), code || '-U', name, id, '', '', '' from places_place where code ~ '^B[0-9]+$';

create temporary table unit_numbers as
select row_number() over (order by u.code) - 1 as number, u.id as unit_id, u.municipality_id as place_id
from organisations_unit u where u.code ~ '^B[0-9]+-U$';

create temporary table new_households as
select gen_random_uuid() as id, n, unit_id, place_id
from generate_series(1, %(persons)s / 5) n join unit_numbers on number = n %% %(units)s;

insert into people_household (id, version, created_at, updated_at, code, address, phone, note, place_id, unit_id)
select id, 1, now(), now(), 'H' || n, '', '', '', place_id, unit_id from new_households;

create temporary table new_persons as
select gen_random_uuid() as id, h.n * 5 + m as n, h.id as household_id, h.unit_id
from new_households h cross join generate_series(0, 4) m;

insert into people_person (id, version, created_at, updated_at, given_name, family_name, parent_name, sort_key, sex,
                           birth_date, birth_precision, phone, language, household_id, unit_id)
select id, 1, now(), now(), 'G' || n %% 997, 'F' || n %% 4999, '', 'f' || n %% 4999 || ' g' || n %% 997, 'unknown',
       date '1950-01-01' + (n %% 25000)::integer, 'day', '', '', household_id, unit_id
from new_persons;

insert into people_membership (id, version, created_at, updated_at, role, begins, household_id, person_id, unit_id)
select gen_random_uuid(), 1, now(), now(), 'other', date '2024-01-01', household_id, id, unit_id from new_persons;

insert into people_personkey (key, name, person_id, unit_id)
select kind || n %% 4999, '', id, unit_id from new_persons cross join (values ('f'), ('g'), ('x')) kinds(kind);

analyze;
