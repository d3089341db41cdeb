-- Merging two records of one person, and parting them again. Whoever may do it needs to read no casework: rows of every
-- mandate follow the person, and what they say is told to nobody. Rows are found by what refers to people_person, so that a
-- table made later needs nothing here.

create function people_person_columns(out of_table text, out of_column name, out identity name[], out follows boolean)
    returns setof record language sql stable set search_path = public, pg_temp
    as $$
        select c.conrelid::regclass::text, a.attname,
               (select array_agg(k.attname order by k.attnum) from pg_index i
                join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey)
                where i.indrelid = c.conrelid and i.indisprimary),
               -- what stands with a person and follows her into another household
               c.conrelid::regclass::text in
               ('people_document', 'people_selfidentification', 'people_personstatus', 'people_consent')
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'people_person'::regclass and cardinality(c.conkey) = 1
          and c.conrelid::regclass::text not in
              ('people_person', 'people_personkey', 'people_merge', 'people_matchcandidate')
        order by c.conrelid::regclass::text, a.attname
    $$;
revoke execute on function people_person_columns() from public;

-- Let one row speak of another person, and stand in another household where one is given; false when it cannot stand beside
-- what is recorded of her.
create function people_move_row(of_table text, of_column name, identity jsonb, from_person uuid, to_person uuid, home jsonb)
    returns boolean language plpgsql set search_path = public, pg_temp
    as $$
    declare
        found_by text;
        moved integer;
    begin
        select string_agg(format('%I::text = %L', key, value), ' and ') into found_by from jsonb_each_text(identity);
        execute format('update %I set %I = $1 %s where %s and %I = $2', of_table, of_column,
                       case when home is null then '' else format(', household_id = %L::uuid', home #>> '{}') end,
                       found_by, of_column)
            using to_person, from_person;
        get diagnostics moved = row_count;
        return moved = 1;
    exception
        when unique_violation or exclusion_violation then
            return false;
    end $$;
revoke execute on function people_move_row(text, name, jsonb, uuid, uuid, jsonb) from public;

create function people_merge_persons(merge uuid, kept uuid, merged uuid, taken text[], earlier jsonb, later jsonb)
    returns boolean language plpgsql security definer set search_path = public, pg_temp
    as $$
    declare
        of_kept people_person;
        of_merged people_person;
        place record;
        identity jsonb;
        home jsonb;
        moved_rows jsonb := '[]';
        removed_rows jsonb;
    begin
        perform 1 from people_person where id in (kept, merged) order by id for update;
        select * into of_kept from people_person where id = kept and merged_into_id is null
            and unit_id = any (khetane_units('person.merge'));
        select * into of_merged from people_person where id = merged and merged_into_id is null
            and unit_id = of_kept.unit_id;
        if of_kept.id is null or of_merged.id is null or kept = merged then
            return false;
        end if;
        for place in select * from people_person_columns() loop
            for identity, home in execute format(
                'select (select jsonb_object_agg(k, to_jsonb(t) -> k) from unnest($2::text[]) k), to_jsonb(t) -> ''household_id'' '
                'from %I t where %I = $1 order by 1', place.of_table, place.of_column) using merged, place.identity
            loop
                home := case when place.follows and (home #>> '{}')::uuid = of_merged.household_id then home end;
                if people_move_row(place.of_table, place.of_column, identity, merged, kept,
                                   case when home is not null then to_jsonb(of_kept.household_id) end) then
                    if identity ? place.of_column then
                        identity := identity || jsonb_build_object(place.of_column, kept);
                    end if;
                    moved_rows := moved_rows || jsonb_build_array(jsonb_build_object(
                        'table', place.of_table, 'column', place.of_column, 'id', identity, 'home', home));
                end if;
            end loop;
        end loop;
        select coalesce(jsonb_agg(to_jsonb(m) order by m.begins), '[]') into removed_rows
            from people_membership m where m.person_id = merged;
        delete from people_membership where person_id = merged;
        delete from people_personkey where person_id = merged;
        update people_person set merged_into_id = kept, household_id = of_kept.household_id where id = merged;
        update people_matchcandidate set state = 'same', decided_at = clock_timestamp(), decided_by = khetane_viewer()
            where unit_id = of_kept.unit_id and state = 'open'
              and ((person_id = kept and other_id = merged) or (person_id = merged and other_id = kept));
        insert into people_merge (id, unit_id, kept_id, merged_id, household_id, fields, was, became, moved, removed, merged_at, merged_by)
        values (merge, of_kept.unit_id, kept, merged, of_merged.household_id, taken, earlier, later, moved_rows, removed_rows,
                clock_timestamp(), khetane_viewer());
        return true;
    end $$;

create function people_part_persons(merge uuid) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    declare
        done people_merge;
        of_kept people_person;
        row_moved record;
    begin
        select * into done from people_merge where id = merge and undone_at is null
            and unit_id = any (khetane_units('person.merge')) for update;
        perform 1 from people_person where id in (done.kept_id, done.merged_id) order by id for update;
        select * into of_kept from people_person where id = done.kept_id and merged_into_id is null;
        -- The last first: a later merge of the same person stands on this one. And not into a household of another unit.
        if of_kept.id is null
           or exists (select from people_merge m where m.kept_id = done.kept_id and m.undone_at is null and m.merged_at > done.merged_at)
           or not exists (select from people_household h where h.id = done.household_id and h.unit_id = done.unit_id)
        then
            return false;
        end if;
        update people_person set merged_into_id = null, household_id = done.household_id where id = done.merged_id;
        for row_moved in
            select r.moved ->> 'table' as of_table, (r.moved ->> 'column')::name as of_column, r.moved -> 'id' as identity,
                   nullif(r.moved -> 'home', 'null') as home
            from jsonb_array_elements(done.moved) with ordinality r (moved, n) order by n desc
        loop
            perform people_move_row(row_moved.of_table, row_moved.of_column, row_moved.identity, done.kept_id, done.merged_id, row_moved.home);
        end loop;
        insert into people_membership select * from jsonb_populate_recordset(null::people_membership, done.removed);
        update people_matchcandidate set state = 'open', decided_at = null, decided_by = null
            where unit_id = done.unit_id and state = 'same'
              and ((person_id = done.kept_id and other_id = done.merged_id) or (person_id = done.merged_id and other_id = done.kept_id));
        update people_merge set undone_at = clock_timestamp(), undone_by = khetane_viewer() where id = merge;
        return true;
    end $$;

revoke execute on function people_merge_persons(uuid, uuid, uuid, text[], jsonb, jsonb) from public;
revoke execute on function people_part_persons(uuid) from public;
grant execute on function people_merge_persons(uuid, uuid, uuid, text[], jsonb, jsonb) to khetane_app;
grant execute on function people_part_persons(uuid) to khetane_app;

-- Who was merged goes where the kept person goes, to another household or another unit; so does what says so.
create function people_merged_follow() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    begin
        update people_person set unit_id = new.unit_id, household_id = new.household_id where merged_into_id = new.id;
        update people_merge set unit_id = new.unit_id where kept_id = new.id and unit_id <> new.unit_id;
        if new.unit_id <> old.unit_id then
            delete from people_matchcandidate where (person_id = new.id or other_id = new.id) and unit_id = old.unit_id;
        end if;
        if new.merged_into_id is not null or old.merged_into_id is not null then
            update people_document set unit_id = new.unit_id, household_id = new.household_id where person_id = new.id;
            update people_selfidentification set unit_id = new.unit_id, household_id = new.household_id where person_id = new.id;
        end if;
        return null;
    end $$;
revoke execute on function people_merged_follow() from public;
create trigger merged_follow after update on people_person for each row
    when (old.unit_id is distinct from new.unit_id or old.household_id is distinct from new.household_id)
    execute function people_merged_follow();
