"""The account the program itself acts as; nobody can sign in with it."""

from django.db import migrations

SYSTEM = """
    insert into access_account (id, email, name, language, is_active, is_demo, created_at, password)
    values ('00000000-0000-4000-8000-000000000001', 'system@khetane.invalid', 'Khetane', '', true, false, now(), '!')
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_policies")]
    operations = [migrations.RunSQL(SYSTEM, migrations.RunSQL.noop)]
