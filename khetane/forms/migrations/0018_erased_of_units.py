"""Which units held what was erased: they alone are told of it. To any other the id is one of another unit's records.

Ids erased before this are told of as until now, until the ledger is made again, by the next night.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

from khetane.core.sql import APP, ERASER

TABLE = "khetane_forms_erased"
OF_ANY = "forms_erased_among(uuid[])"
OF_UNIT = "forms_erased_among(uuid[], uuid)"
# Volatile: it looks after the lock of the unit is had. Of one's own units only, whoever asks.
AMONG = f"""
    drop function {OF_ANY};
    create function forms_erased_among(named uuid[], of_unit uuid) returns uuid[]
        language sql volatile security definer set search_path = public, pg_temp
        as $$
            select array_agg(id) from {TABLE}
            where id = any (named) and (units is null or of_unit = any (units))
              and of_unit = any (khetane_units('submission.send') || khetane_units('registry.write')
                                 || khetane_units('submission.read'))
        $$;
    revoke execute on function {OF_UNIT} from public;
    grant execute on function {OF_UNIT} to {APP};
    grant update on {TABLE} to {ERASER};
"""
AMONG_BEFORE = f"""
    revoke update on {TABLE} from {ERASER};
    drop function {OF_UNIT};
    create function forms_erased_among(named uuid[]) returns uuid[]
        language sql volatile security definer set search_path = public, pg_temp
        as $$ select array_agg(id) from {TABLE} where id = any (named) $$;
    revoke execute on function {OF_ANY} from public;
    grant execute on function {OF_ANY} to {APP};
"""
# Given again, an erased id would bring her back, and go with her the next night. The refusal is word for word that of
# an id in use, which nobody may tell from it.
TAKEN = f"""
    create function forms_erased_stays_taken() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$
        declare
            taken uuid;
        begin
            select made.id into taken from made join {TABLE} erased on erased.id = made.id limit 1;
            if found then
                raise unique_violation using
                    message = format('duplicate key value violates unique constraint "%s_pkey"', tg_table_name),
                    detail = format('Key (id)=(%s) already exists.', taken),
                    schema = 'public', table = tg_table_name, constraint = tg_table_name || '_pkey';
            end if;
            return null;
        end $$;
    revoke execute on function forms_erased_stays_taken() from public;
"""
TRIGGER = f"""
    create trigger forms_erased_stays_taken after insert on {{table}} referencing new table as made
        for each statement when (current_user = '{APP}') execute function forms_erased_stays_taken();
"""
REGISTER = ("people_person", "people_household")


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0017_content_of_a_unit"), ("people", "0014_pairs_across_units")]
    operations = [
        migrations.AddField(
            "erased",
            "units",
            django.contrib.postgres.fields.ArrayField(
                models.UUIDField(), null=True, verbose_name="units that held it"
            ),
        ),
        migrations.RunSQL(AMONG, AMONG_BEFORE),
        migrations.RunSQL(
            TAKEN + "".join(TRIGGER.format(table=table) for table in REGISTER),
            "".join(f"drop trigger forms_erased_stays_taken on {table};" for table in REGISTER)
            + "drop function forms_erased_stays_taken();",
        ),
    ]
