"""What the background worker does by itself: each morning it plans a mail for everybody who asked for one."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from khetane.core.viewer import acting_as, acting_as_system
from khetane.desk.reminding.mail import remind
from khetane.outreach.reminders import Reminders


@app.periodic(cron="30 4 * * *")
@app.task(name="desk.plan_reminders", queue="default")
def plan_reminders(timestamp: int) -> int:
    """Queue a mail for each who asked for it; how many. `timestamp`: the hour it was due, from the queue."""
    if not settings.ENVIRONMENT.mail_url:
        return 0
    with acting_as_system():
        wished = list(Reminders.objects.filter(by_mail=True).values_list("account", flat=True))
    for account_id in wished:
        send_reminder.defer(account_id=str(account_id))
    return len(wished)


@app.task(
    name="desk.send_reminder", queue="default", retry=RetryStrategy(max_attempts=3, exponential_wait=30)
)
def send_reminder(*, account_id: str) -> bool:
    """Send one mail, as whom it is for: what she sees at this moment, she is told of. Once a day, if repeated."""
    with acting_as(UUID(account_id)):
        return remind(timezone.localdate())
