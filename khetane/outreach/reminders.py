"""How somebody wants to be reminded of what is due: by mail, by the feed of her calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.sensitivity import declare


class Reminders(models.Model):
    """What one account asked for. Of the feed's address only a keyed hash is kept."""

    account = models.OneToOneField(
        "access.Account", models.CASCADE, primary_key=True, related_name="reminders"
    )
    by_mail = models.BooleanField(_("by mail in the morning"), default=False)
    mailed_on = models.DateField(_("last mail"), null=True)
    feed_hash = models.BinaryField(null=True, unique=True, editable=False)
    feed_made_at = models.DateTimeField(_("feed made"), null=True)

    sensitivity = declare(internal="account by_mail mailed_on feed_hash feed_made_at")

    class Meta:
        verbose_name = _("reminders")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(feed_hash__isnull=True, feed_made_at__isnull=True)
                | models.Q(feed_hash__isnull=False, feed_made_at__isnull=False),
                name="feed_with_its_moment",
            )
        ]

    def __str__(self) -> str:
        return str(self.account_id)
