"""A form is offered by one unit or to every unit; a kept upload is read by the mandate it belongs to."""

import django.db.models.deletion
from django.db import migrations, models

OWN = "unit_id = any ((select khetane_units('form.publish'))::uuid[])"
REACH = f"case when {{form}}unit_id is null then (select khetane_holds('form.publish_all')) else {{form}}{OWN} end"
FORM = REACH.format(form="")
OF_FORM = f"exists (select 1 from khetane_forms_form form where form.id = khetane_forms_formversion.form_id and {REACH.format(form='form.')})"
OF_VERSION = (
    "exists (select 1 from khetane_forms_formversion v join khetane_forms_form form on form.id = v.form_id "
    f"where v.id = khetane_forms_formmedia.version_id and {REACH.format(form='form.')})"
)
WRITES = {
    "khetane_forms_form": FORM,
    "khetane_forms_formversion": OF_FORM,
    "khetane_forms_formmedia": OF_VERSION,
}
BEFORE = "(select khetane_holds('form.publish'))"
KEPT_BEFORE = "unit_id = any ((select khetane_units('submission.review'))::uuid[])"
KEPT = f"""case when mandate = '' then {KEPT_BEFORE}
    else unit_id = any ((select khetane_units('submission.read'))::uuid[])
        and (select khetane_readers()) -> unit_id::text ? mandate::text end"""
# Uploads kept before: of their form's mandate, and of those whom the form would have been read by.
BACKFILL = """
    update khetane_forms_keptupload kept
    set mandate = coalesce((
        select case when v.mandate = '' and v.sensitivity_level = 'special' then 'self_identification'
                    else v.mandate end
        from khetane_forms_formversion v join khetane_forms_form f on f.id = v.form_id
        where f.form_id = kept.form_id
        order by v.version = kept.form_version desc, v.published_at desc limit 1), '')
"""


def writes(table: str, condition: str) -> str:
    return f"""
        alter policy app_insert on {table} with check ({condition});
        alter policy app_update on {table} using ({condition}) with check ({condition});
        alter policy app_delete on {table} using ({condition});
    """


def reads(condition: str) -> str:
    return f"alter policy app_read on khetane_forms_keptupload using ({condition});"


class Migration(migrations.Migration):
    dependencies = [("khetane_forms", "0011_erased"), ("organisations", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="form",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="offered by",
            ),
        ),
        migrations.AddField(
            model_name="keptupload",
            name="mandate",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="mandate"),
            preserve_default=False,
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.RunSQL(reads(KEPT), reads(KEPT_BEFORE)),
        *(
            migrations.RunSQL(writes(table, condition), writes(table, BEFORE))
            for table, condition in WRITES.items()
        ),
    ]
