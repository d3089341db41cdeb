"""Indexes in the order of the lists, so that a page is read without sorting a unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_policies"),
        ("outreach", "0002_policies"),
        ("people", "0004_hand_over"),
        ("places", "0006_boundary_imports"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="task",
            name="task_open_by_due",
        ),
        migrations.RemoveIndex(
            model_name="visit",
            name="outreach_vi_unit_id_3a3d66_idx",
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["unit", "due", "id"], name="task_open_by_due"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["unit", "date", "id"], name="outreach_vi_unit_id_27ca33_idx"),
        ),
    ]
