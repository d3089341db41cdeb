"""Who the browser signs in as; `python -m tests.browser.settle` makes them, their town and its people.

Prints, as JSON, the ids that no link leads to.
"""

from __future__ import annotations

import json

import django

EMAIL, PASSWORD = "coordinator@example.org", "correct horse battery"
ADMINISTRATOR, OFFICER, READER = "administrator@example.org", "officer@example.org", "reader@example.org"
TWO_STEPS, PASSKEY, LOCKED_OUT = "two-steps@example.org", "passkey@example.org", "locked-out@example.org"
MEDIATOR, ASSISTANT = "mediator@example.org", "assistant@example.org"  # of the coordinator's unit
LAWYER = "lawyer@example.org"  # of a unit beside, with one client
GRIEVANCES = "grievances@example.org"  # reads those about every unit
NEWCOMER = "newcomer@example.org"  # coordinates a unit that has recorded nothing yet


def main() -> None:
    django.setup()
    from tests.browser.settled import settle  # needs Django set up

    print(json.dumps(settle()))


if __name__ == "__main__":
    main()
