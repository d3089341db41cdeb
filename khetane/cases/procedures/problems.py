"""What can be wrong with a question about the terms of a procedure."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

UNKNOWN_TYPE = Sentence(
    "unknown_procedure_type",
    gettext_noop("There is no type of procedure “{code}”. The types are: {known}."),
)
UNKNOWN_EVENT = Sentence(
    "unknown_event",
    gettext_noop("“{event}” is no event of {code}. Its events are: {known}."),
)
EVENT_TWICE = Sentence(
    "event_twice", gettext_noop("The event “{event}” is given twice. Give each event once, with its day.")
)
NOT_A_DAY = Sentence(
    "not_a_day", gettext_noop("“{text}” is no day. Write days as 2026-03-31: year, month, day.")
)
NOT_AN_EVENT = Sentence(
    "not_an_event", gettext_noop("“{text}” is no event with a day. Write it as {event}=2026-03-31.")
)
BEYOND_THE_CALENDAR = Sentence(
    "beyond_the_calendar",
    gettext_noop("A term of {code} would end after the year 9999. Check the days of its events."),
)
