"""An erasure takes the name out of what its units' own forms say (docs/adr/0760). Nobody else may change that."""

from django.db import migrations, models

from khetane.core.sql import ERASER

CHANGED = ("khetane_forms_form", "khetane_forms_formversion", "khetane_forms_formcontent")
FILES = "khetane_forms_formmedia"
# No `delete` but of files: a form and its versions stay, whatever stood in them.
OPEN = "".join(
    f"create policy eraser_all on {table} to {ERASER} using (true) with check (true);"
    f"grant select, update, maintain on {table} to {ERASER};"
    for table in (*CHANGED, FILES)
)
CLOSED = "".join(
    f"drop policy eraser_all on {table}; revoke all on {table} from {ERASER};" for table in (*CHANGED, FILES)
)


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0020_submissions_follow")]
    operations = [
        migrations.AddField(
            "formcontent",
            "names_removed_at",
            models.DateTimeField(editable=False, null=True, verbose_name="names removed"),
        ),
        migrations.RunSQL(f"{OPEN} grant delete on {FILES} to {ERASER};", CLOSED),
    ]
