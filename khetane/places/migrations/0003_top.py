"""The top of the tree: the region in which the economies lie."""

from django.db import migrations

TOP = """
    insert into places_place (id, kind, code, name, sort_key, path, boundary, designation_note, source)
    values ('00000000-0000-4000-8000-0000000000ee', 'region', 'SEE', 'South-East Europe', 'south-east europe',
            'see', null, '', '')
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0002_policies")]
    operations = [migrations.RunSQL(TOP, migrations.RunSQL.noop)]
