"""A role that has ended stays so: whoever is to hold it again is given it anew, and a second person confirms that."""

from django.db import migrations

ENDED = """
    create function access_end_comes_nearer() returns trigger
        language plpgsql set search_path = public, pg_temp
        as $$
        begin
            raise exception 'A role ends earlier than was said, never later: give it anew.'
                using errcode = 'insufficient_privilege';
        end $$;
    create trigger end_comes_nearer before update of ends on access_rolegrant
        for each row
        when (old.ends is distinct from new.ends
              and (new.ends is null or new.ends > old.ends or old.ends <= khetane_today()))
        execute function access_end_comes_nearer();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0030_overrides_listed")]
    operations = [migrations.RunSQL(ENDED, migrations.RunSQL.noop)]
