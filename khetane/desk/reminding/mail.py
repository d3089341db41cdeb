"""The mail of the morning: how much is due, and where to sign in. Nothing of any person."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khetane.access.models import Account
from khetane.core.viewer import current
from khetane.desk.reminding.due import Due, counted
from khetane.outreach.reminders import Reminders


def remind(day: datetime.date) -> bool:
    """Mail the viewer what is due, once a day and only if something is; whether a mail went out.

    She may have unticked it, lost her roles or been closed since it was planned: then nothing is sent.
    """
    wish = Reminders.objects.select_for_update().filter(account=current().account_id, by_mail=True).first()
    account = Account.objects.filter(pk=current().account_id, is_active=True).first()
    if wish is None or account is None or not account.email or wish.mailed_on == day:
        return False
    due = counted(day)
    if not due.any:
        return False
    with translation.override(account.language or "en"):
        send_mail(_("Khetane: something is due"), said(due), None, [account.email])
    wish.mailed_on = day
    wish.save(update_fields=["mailed_on"])
    return True


def said(due: Due) -> str:
    """The words of the mail."""
    lines = [
        ngettext("%(n)s task is due today.", "%(n)s tasks are due today.", due.today) % {"n": due.today},
        ngettext("%(n)s task is overdue.", "%(n)s tasks are overdue.", due.overdue) % {"n": due.overdue},
    ]
    if due.reviews:
        lines.append(
            ngettext("%(n)s plan is to be reviewed.", "%(n)s plans are to be reviewed.", due.reviews)
            % {"n": due.reviews}
        )
    if due.terms:
        lines.append(
            ngettext(
                "%(n)s term of a procedure has passed or ends within a week.",
                "%(n)s terms of procedures have passed or end within a week.",
                due.terms,
            )
            % {"n": due.terms}
        )
    if due.hearings:
        lines.append(
            ngettext("%(n)s hearing is within a week.", "%(n)s hearings are within a week.", due.hearings)
            % {"n": due.hearings}
        )
    address = settings.ENVIRONMENT.public_url
    lines += [
        "",
        _("Sign in to see them: %(address)s") % {"address": address}
        if address
        else _("Sign in to see them."),
    ]
    lines.append(_("You can end these mails under My account, Reminders."))
    return "\n".join(lines)
