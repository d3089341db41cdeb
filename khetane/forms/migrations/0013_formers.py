"""Of which submissions one is a new version, back to the first: an edit of an edit still speaks of its own records."""

from django.db import migrations

from khetane.core.sql import APP

# Told of the units that the viewer sends for; ids only. `union` ends where versions would go in a circle.
FORMERS = f"""
    create function forms_formers(newest uuid) returns table (id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            with recursive former as (
                select s.id, s.replaces, s.unit_id from khetane_forms_submission s
                where s.id = newest and s.unit_id = any (khetane_units('submission.send'))
                union
                select s.id, s.replaces, s.unit_id from khetane_forms_submission s
                join former f on s.instance_id = f.replaces and s.unit_id = f.unit_id
                where f.replaces <> ''
            )
            select former.id from former
        $$;
    revoke execute on function forms_formers(uuid) from public;
    grant execute on function forms_formers(uuid) to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0012_reach")]
    operations = [migrations.RunSQL(FORMERS, "drop function forms_formers(uuid);")]
