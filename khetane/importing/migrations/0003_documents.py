"""What an import brought of documents is taken back with the person whose they are."""

from importlib import import_module

from django.db import migrations

WITHDRAW: str = import_module("khetane.importing.migrations.0002_policies").WITHDRAW
FUNCTION = WITHDRAW[: WITHDRAW.index("revoke execute")].replace(
    "create function", "create or replace function", 1
)
MEMBERS = "delete from people_membership where person_id = any (brought);"
WITH_DOCUMENTS = FUNCTION.replace(
    MEMBERS, f"delete from people_document where id = any (brought);\n            {MEMBERS}"
)


class Migration(migrations.Migration):
    dependencies = [("importing", "0002_policies")]
    operations = [migrations.RunSQL(WITH_DOCUMENTS, FUNCTION)]
