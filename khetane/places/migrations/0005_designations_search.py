"""Designation notes per language, text to search in; settlement profiles follow their settlement."""

from django.db import migrations, models

# A settlement that goes over to another municipality takes its profiles along: policies compare the
# profile's own municipality, and whoever changes the tree may not write profiles.
FOLLOW = """
    create function places_profiles_follow() returns trigger
        language plpgsql security definer set search_path = public, pg_temp
        as $$ begin
            update places_settlementprofile set municipality_id = new.parent_id where place_id = new.id;
            return null;
        end $$;
    revoke execute on function places_profiles_follow() from public;
    create trigger profiles_follow after update of parent_id on places_place
        for each row when (new.kind = 'settlement' and new.parent_id is distinct from old.parent_id)
        execute function places_profiles_follow();
"""
UNFOLLOW = "drop trigger profiles_follow on places_place; drop function places_profiles_follow();"


class Migration(migrations.Migration):
    dependencies = [("places", "0004_invitations_overrides")]
    operations = [
        migrations.AddField(
            model_name="place",
            name="designation_notes",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="place",
            name="search_text",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunSQL(FOLLOW, UNFOLLOW),
    ]
