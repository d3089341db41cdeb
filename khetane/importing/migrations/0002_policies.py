"""Whoever imports for a unit sees its imports; a table is dropped only before it was taken in; an import is undone.

`importing_withdraw` takes back the households of one import, each whole or not at all. What anybody changed or added since
stays with all of its household: the register's own foreign keys say what hangs on a record (docs/adr/0640).
"""

from django.db import migrations

from khetane.core.sql import APP, Rows, erasable, not_erasable, protect, unprotect

TABLE = "importing_tableimport"
MINE = "unit_id = any ((select khetane_units('registry.import'))::uuid[])"
NARROWER = f"""
    alter policy app_insert on {TABLE} with check ({MINE} and account = khetane_viewer() and state = 'draft');
    alter policy app_delete on {TABLE} using ({MINE} and state = 'draft');
"""
# In the order in which they refer to each other.
BROUGHT = """
            delete from cases_service where id = any (brought);
            delete from cases_procedure where id = any (brought);
            delete from outreach_task where id = any (brought);
            delete from cases_need where id = any (brought);
            delete from people_personkey where person_id = any (brought);
            delete from people_membership where person_id = any (brought);
            delete from people_person where id = any (brought);
            delete from people_responsibility where household_id = any (brought);
            delete from people_household where id = any (brought);
            delete from history_attributes a where a.record = any (brought);
            delete from history_entitychange c where c.source = one.id;
            delete from khetane_forms_submission s where s.id = one.id;
"""
WITHDRAW = f"""
    create function importing_withdraw(import uuid)
        returns table (instance varchar, kind varchar, entity uuid, withdrawn boolean)
        language plpgsql security definer set search_path = public, pg_temp
        as $$
        declare
            imp importing_tableimport%rowtype;
            one record;
            kinds varchar[];
            brought uuid[];
            homes uuid[];
            stays boolean;
        begin
            select * into imp from importing_tableimport i
            where i.id = import and i.unit_id = any (khetane_units('registry.import')) for update;
            if imp.id is null or imp.key is null or (imp.state = 'undone' and exists (
                select from importing_tableimport o where o.unit_id = imp.unit_id and o.key = imp.key and o.state <> 'undone'))
            then
                return;  -- what stands under this key was brought anew, by another import
            end if;
            set constraints all immediate;
            for one in
                select s.id, s.instance_id from generate_series(1, imp.groups) n
                join khetane_forms_submission s on s.instance_id = 'import:' || imp.key || ':' || n
                where s.source = 'office' and s.unit_id = imp.unit_id order by n desc
            loop
                select array_agg(c.dataset), array_agg(c.record),
                       coalesce(array_agg(c.record) filter (where c.dataset = 'household'), '{{}}'),
                       bool_or(c.version > 1)
                into kinds, brought, homes, stays from history_entitychange c where c.source = one.id;
                stays := coalesce(stays, true)
                    or exists (select from unnest(kinds, brought) b (dataset, record)
                               join history_entitychange c using (dataset, record) where c.source <> one.id)
                    or exists (select from unnest(kinds, brought) b (dataset, record)
                               join history_conflict c using (dataset, record))
                    or exists (select from history_entitychange c where c.household = any (homes) and c.source <> one.id)
                    or exists (select from subjects_subjectrequest r where r.unit_id = imp.unit_id
                               and (r.household = any (homes) or r.person = any (brought)))
                    or exists (select from people_household h where h.id = any (homes) and h.unit_id <> imp.unit_id);
                if not stays then
                    begin
                        {BROUGHT}
                    exception when foreign_key_violation then
                        stays := true;
                    end;
                end if;
                return query select one.instance_id, b.dataset, b.record, not stays
                             from unnest(kinds, brought) b (dataset, record);
            end loop;
            set constraints all deferred;
        end $$;
    revoke execute on function importing_withdraw(uuid) from public;
    grant execute on function importing_withdraw(uuid) to {APP};
"""
# A table that nobody took in, and rows that nobody mended, are not kept: they name people.
FORGET = f"""
    create function importing_forget() returns void
        language sql security definer set search_path = public, pg_temp
        as $$
            delete from importing_tableimport where state = 'draft' and made_at < now() - interval '14 days';
            update importing_tableimport set left_out = null
            where left_out is not null and made_at < now() - interval '90 days';
        $$;
    revoke execute on function importing_forget() from public;
    grant execute on function importing_forget() to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0001_initial"),
        ("access", "0021_changed_by_its_readers"),
        ("people", "0009_persons_covered"),
        ("outreach", "0009_tasks_closed"),
        ("cases", "0009_plans"),
        ("history", "0005_list_indexes"),
        ("khetane_forms", "0015_nobody_waits"),
        ("subjects", "0003_bytes_removed"),
    ]
    operations = [
        migrations.RunSQL(
            protect(TABLE, Rows(read=MINE, write=MINE)) + NARROWER + erasable(TABLE),
            not_erasable(TABLE) + unprotect(TABLE),
        ),
        migrations.RunSQL(WITHDRAW, "drop function importing_withdraw(uuid)"),
        migrations.RunSQL(FORGET, "drop function importing_forget()"),
    ]
