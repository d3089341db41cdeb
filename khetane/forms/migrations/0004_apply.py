"""Keys of submissions for whoever may read what they changed; which submissions wait for a record."""

from django.db import migrations, models

from khetane.core.sql import APP

# The wrapped key only: it opens nothing without the master key, and nothing the viewer cannot read.
CONTENT_KEYS = f"""
    create function forms_content_keys(asked uuid[])
        returns table (id uuid, key bytea, key_id varchar)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select s.id, s.key, s.key_id from khetane_forms_submission s
            where s.id = any (asked) and (
                s.unit_id = any ((select khetane_units('identity.read'))::uuid[])
                or exists (select 1 from history_entitychange c where c.source = s.id
                           and c.unit_id = any ((select khetane_units('identity.read'))::uuid[])))
        $$;
    revoke execute on function forms_content_keys(uuid[]) from public;
    grant execute on function forms_content_keys(uuid[]) to {APP};
"""

# Which submissions wait for something, and who sent them: they are applied again as their authors.
WAITING = f"""
    create function forms_waiting(arrivals text[]) returns table (id uuid, account uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$
            select s.id, s.account from khetane_forms_submission s
            where s.waits_for = any (arrivals) and s.waits_for <> ''
            order by s.received_at, s.id
        $$;
    revoke execute on function forms_waiting(text[]) from public;
    grant execute on function forms_waiting(text[]) to {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0003_immutable"), ("history", "0003_mandates")]
    operations = [
        migrations.AddField(
            model_name="submission",
            name="said_at",
            field=models.DateTimeField(null=True, verbose_name="recorded in the field"),
        ),
        migrations.RemoveIndex(model_name="submission", name="submission_held"),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["waits_for"], condition=~models.Q(waits_for=""), name="submission_waiting"
            ),
        ),
        migrations.RunSQL(CONTENT_KEYS, "drop function forms_content_keys(uuid[])"),
        migrations.RunSQL(WAITING, "drop function forms_waiting(text[])"),
    ]
