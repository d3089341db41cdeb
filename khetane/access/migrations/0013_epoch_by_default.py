"""The epoch of an audit event is a constant of its table: asking for it was a third of what adding an event took."""

from django.db import migrations

# `sealer.begin_epoch` sets it anew.
CONSTANT = """
    do $$ begin
        execute format('alter table access_auditevent alter column epoch set default %s',
            (select max(number) from access_audit_epoch));
    end $$
"""
ASKED = "alter table access_auditevent alter column epoch set default access_audit_epoch_now()"


class Migration(migrations.Migration):
    dependencies = [("access", "0012_planned_at_once")]
    operations = [migrations.RunSQL(CONSTANT, reverse_sql=ASKED)]
