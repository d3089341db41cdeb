"""Requests that are answered; an objection restricts the record from the moment it is taken down."""

from django.db import migrations

from khetane.core.sql import APP

REQUEST = "subjects_subjectrequest"
BOTH = "(select khetane_units('subject.request') || khetane_units('erasure.execute'))::uuid[]"
OFFICER = "unit_id = any ((select khetane_units('erasure.execute'))::uuid[])"
# The officer decides objections, and who is not erased; whoever takes requests down answers corrections, and notes
# that a person takes back what she asked.
DECIDED = f"""
    alter policy app_update on {REQUEST} to {APP}
        using ((state = 'open' or (state = 'done' and kind in ('correction', 'objection')))
            and unit_id = any ({BOTH}))
        with check (done_by = khetane_viewer() and unit_id = any ({BOTH})
            and (kind <> 'erasure' or (state in ('refused', 'withdrawn') and {OFFICER}))
            and (kind <> 'objection' or state = 'withdrawn' or {OFFICER})
            and (state <> 'refused' or {OFFICER}));
    grant update (answer) on {REQUEST} to {APP};
"""
BEFORE = f"""
    alter policy app_update on {REQUEST} to {APP}
        using (state = 'open' and unit_id = any ({BOTH}))
        with check (done_by = khetane_viewer() and (kind <> 'erasure' or (state = 'refused' and {OFFICER})));
    revoke update (answer) on {REQUEST} from {APP};
"""
RESTRICT = """
    create function subjects_restrict() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$
        begin
            if tg_op = 'INSERT' then
                insert into people_restriction (id, household_id, person_id, unit_id, request, since)
                values (gen_random_uuid(), new.household, new.person, new.unit_id, new.id, new.requested_on);
            elsif new.state in ('refused', 'withdrawn') and old.state <> new.state then
                update people_restriction set until = cases_today() where request = new.id and until is null;
            end if;
            return null;
        end $$;
    create trigger restrict after insert or update on subjects_subjectrequest
        for each row when (new.kind = 'objection') execute function subjects_restrict();
    revoke execute on function subjects_restrict() from public;
"""
FREE = "drop trigger restrict on subjects_subjectrequest; drop function subjects_restrict();"


class Migration(migrations.Migration):
    dependencies = [
        ("subjects", "0006_answers"),
        ("cases", "0016_restricted"),
    ]
    operations = [
        migrations.RunSQL(DECIDED, BEFORE),
        migrations.RunSQL(RESTRICT, FREE),
    ]
