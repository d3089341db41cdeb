"""From which day on, and until when, somebody takes part in a scheme: figures of a period count who did in it."""

from django.db import migrations, models

# Of what is on record the first day is not: it was the present stage's, or lies between applying and the end.
KNOWN = """
    update programmes_enrolment set
        served_from = case when stage in ('attending', 'meeting', 'agreed', 'building', 'assisted', 'awarded', 'training',
                                          'seeking', 'employed') then coalesce(stage_on, applied_on) else applied_on end,
        served_until = case when stage in ('completed', 'handed_over', 'settled', 'lasting', 'left', 'stopped', 'gone')
                            then coalesce(stage_on, applied_on) end
    where stage not in ('applied', 'assessed', 'received', 'interviewed', 'municipal', 'central', 'refused')
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_staff_in_reach")]
    operations = [
        migrations.AddField(
            "enrolment", "served_from", models.DateField("takes part since", null=True, editable=False)
        ),
        migrations.AddField(
            "enrolment", "served_until", models.DateField("took part until", null=True, editable=False)
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
