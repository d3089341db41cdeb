"""An inspection of a settlement's works or buildings, as a tablet sends it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.instances import Entity, Filled, Page
from khetane.demo.ledger import Ledger
from khetane.demo.names import Typing, typed

FOUND = {
    "in_order": "Sve je izvedeno kako treba",
    "to_mend": "Nedostaje poklopac na šahtu",
    "stop": "Radovi se izvode bez obezbeđenja",
}
MEND_WITHIN = dt.timedelta(days=21)


def inspection(
    chance: Chance, ledger: Ledger, settlement: UUID, process: UUID, day: dt.date, result: str, way: Typing
) -> Filled:
    """An inspection of a day; what is to be mended has three weeks."""
    about: Page = {
        "settlement": str(settlement), "process": str(process), "kind": "inspection", "date": day.isoformat(),
        "body": typed("Građevinska inspekcija", way), "findings": typed(FOUND[result], way), "result": result,
        **({"mend_by": (day + MEND_WITHIN).isoformat()} if result == "to_mend" else {}),
        "photo": "",
    }  # fmt: skip
    made = ledger.made("process_event", chance.id())
    entity = Entity("process_event", made, f"inspection · {day.isoformat()}")
    return Filled(
        "settlement_inspection", chance.id(), f"inspection · {day.isoformat()}", {"about": about}, entity
    )
