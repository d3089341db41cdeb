"""Only the application's role is asked whose step it is: the eraser may not ask who reads what."""

from django.db import migrations

ANSWERED = """
    create or replace function cases_referral_answered_only() returns trigger
        language plpgsql security invoker set search_path = public, pg_temp
        as $$
        declare answered text[] := array['state', 'answer', 'answered_on', 'version', 'updated_at'];
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
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_procedures_stand")]
    operations = [migrations.RunSQL(ANSWERED, migrations.RunSQL.noop)]
