"""Terms counted anew: a shorter one yields to a longer one, a refusal keeps its appeal, an appeal is waited for."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from khetane.cases.standing_anew import stand_all_anew


def stand(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.connection.ensure_connection()
    stand_all_anew(editor.connection.connection, on=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_pairs_not_told")]
    operations = [
        migrations.RemoveIndex(model_name="procedure", name="procedure_by_term"),
        migrations.AddIndex(
            model_name="procedure",
            index=models.Index(
                models.F("unit"),
                models.OrderBy(models.F("due"), nulls_last=True),
                models.F("id"),
                condition=models.Q(("outcome", "pending"), ("due__isnull", False), _connector="OR"),
                name="procedure_that_waits",
            ),
        ),
        migrations.RunPython(stand, migrations.RunPython.noop),
    ]
