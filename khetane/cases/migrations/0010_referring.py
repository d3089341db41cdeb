"""Referrals that are answered: their recipients read them under consent; pages for institutions without accounts."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models

from khetane.core.sql import APP, Rows, UnitRows, erasable, protect, unprotect

SENT = UnitRows(read="content.read", write="registry.write", mandate="mandate")
OWN = "(mandate = '' or (select khetane_readers()) -> unit_id::text ? mandate::text)"
READABLE = f"""
    unit_id = any ((select khetane_units('content.read'))::uuid[]) and case
    when {OWN} then true
    when to_mandate <> '' and (select khetane_readers()) -> unit_id::text ? to_mandate::text
    then cases_is_told(state, expires_on) and cases_crosses(unit_id, household_id, person_id, to_mandate)
    else false end
"""
WRITABLE = f"unit_id = any ((select khetane_units('registry.write'))::uuid[]) and {READABLE}"
OWN_ROWS = SENT.change()
REFERRAL = f"""
    alter policy app_read on cases_referral to {APP} using ({READABLE});
    alter policy app_update on cases_referral to {APP} using ({WRITABLE}) with check ({WRITABLE});
    alter policy app_delete on cases_referral to {APP} using ({OWN_ROWS});
"""
# Made by who sends the referral, closed and never opened again or prolonged.
PAGE_WRITE = f"""
    {OWN_ROWS} and exists (
        select 1 from cases_referral r
        where r.id = cases_referralpage.referral_id and r.unit_id = cases_referralpage.unit_id
          and r.household_id = cases_referralpage.household and r.mandate = cases_referralpage.mandate)
"""
PAGE = f"""
    drop policy app_insert on cases_referralpage;
    create policy app_insert on cases_referralpage for insert to {APP}
        with check ({PAGE_WRITE} and made_by = khetane_viewer() and wrong_codes = 0 and revoked_at is null);
    revoke update on cases_referralpage from {APP};
    grant update (revoked_at) on cases_referralpage to {APP};
"""
SEALED = Rows(
    read="false",
    write="exists (select 1 from cases_referralpage p where p.id = page_id and p.made_by = khetane_viewer())",
)
SEALED_ONCE = f"revoke update on cases_sealedreferral from {APP};"
EVENT = Rows(read=SENT.using(), write="false")
EVENTS_BY_FUNCTION = f"revoke insert, update on cases_pageevent from {APP};"
PROTECTED = (
    protect("cases_referralpage", Rows(read=SENT.using(), write=OWN_ROWS), delete=False)
    + PAGE
    + protect("cases_sealedreferral", SEALED, delete=False)
    + SEALED_ONCE
    + protect("cases_pageevent", EVENT, delete=False)
    + EVENTS_BY_FUNCTION
    + "".join(map(erasable, ("cases_referralpage", "cases_sealedreferral", "cases_pageevent")))
)
UNPROTECTED = "".join(map(unprotect, ("cases_referralpage", "cases_sealedreferral", "cases_pageevent")))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_plans"),
        ("organisations", "0005_directory"),
        ("people", "0008_policies_covered"),
        ("access", "0021_changed_by_its_readers"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "mandate",
                    models.CharField(
                        choices=[
                            ("coordination", "coordinator for Roma issues"),
                            ("education", "pedagogical assistant"),
                            ("health", "health mediator"),
                            ("social_protection", "social worker"),
                            ("employment", "employment adviser"),
                            ("legal", "legal aid"),
                        ],
                        max_length=20,
                        verbose_name="mandate",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("wrong_code", "a wrong code was typed"),
                            ("answered", "answered"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=10, verbose_name="answer")),
                ("sentence", models.TextField(blank=True, verbose_name="in their words")),
            ],
            options={
                "verbose_name": "event of a sealed page",
            },
        ),
        migrations.CreateModel(
            name="ReferralPage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("household", models.UUIDField(verbose_name="household")),
                (
                    "mandate",
                    models.CharField(
                        choices=[
                            ("coordination", "coordinator for Roma issues"),
                            ("education", "pedagogical assistant"),
                            ("health", "health mediator"),
                            ("social_protection", "social worker"),
                            ("employment", "employment adviser"),
                            ("legal", "legal aid"),
                        ],
                        max_length=20,
                        verbose_name="mandate",
                    ),
                ),
                ("made_by", models.UUIDField(verbose_name="made by")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "tells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="tells",
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="open until")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="closed")),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0, verbose_name="wrong codes")),
            ],
            options={
                "verbose_name": "sealed page",
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="answer",
            field=models.TextField(blank=True, verbose_name="answer"),
        ),
        migrations.AddField(
            model_name="referral",
            name="answered_on",
            field=models.DateField(blank=True, null=True, verbose_name="answered on"),
        ),
        migrations.AddField(
            model_name="referral",
            name="directory_entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="referrals",
                to="organisations.directoryentry",
                verbose_name="service of the directory",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="expires_on",
            field=models.DateField(blank=True, null=True, verbose_name="answer awaited until"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ("sent", "accepted"))),
                fields=["unit", "to_mandate", "expires_on"],
                name="referral_under_way",
            ),
        ),
        migrations.AddField(
            model_name="pageevent",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
        migrations.CreateModel(
            name="SealedReferral",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="cases.referralpage",
                    ),
                ),
                ("lookup", models.BinaryField(max_length=32, unique=True)),
                ("sealed", models.BinaryField()),
            ],
            options={
                "verbose_name": "sealed referral",
            },
        ),
        migrations.AddField(
            model_name="referralpage",
            name="referral",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pages",
                to="cases.referral",
            ),
        ),
        migrations.AddField(
            model_name="referralpage",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="pageevent",
            name="page",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="cases.referralpage",
            ),
        ),
        migrations.AddIndex(
            model_name="referralpage",
            index=models.Index(fields=["referral"], name="page_by_referral"),
        ),
        migrations.AddIndex(
            model_name="pageevent",
            index=models.Index(fields=["page", "id"], name="event_by_page"),
        ),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8") + REFERRAL + PROTECTED,
            migrations.RunSQL.noop,
        ),
    ]
