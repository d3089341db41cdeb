"""A device that waits for its owner is withdrawn or taken over, by whatever way it is written."""

from django.db import migrations

WAITS = """
    create function access_device_waits() returns trigger language plpgsql as $$
        begin
            raise insufficient_privilege using message = 'permission denied: this device waits for its owner';
        end $$;
    create trigger device_waits before update of state on access_device for each row
        when (old.state = 'waiting' and new.state = 'retired') execute function access_device_waits();
"""
BACK = "drop trigger device_waits on access_device; drop function access_device_waits();"


class Migration(migrations.Migration):
    dependencies = [("access", "0019_reach_confirmed")]
    operations = [migrations.RunSQL(WAITS, BACK)]
