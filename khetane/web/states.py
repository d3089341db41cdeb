"""The colour and the sign of each state a record can be in; the words always stand beside them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Appearance:
    color: str
    sign: str


GOOD = Appearance("success", "✓")
GOING = Appearance("info", "→")
WAITING = Appearance("warning", "…")
ATTENTION = Appearance("danger", "!")
OVER = Appearance("neutral", "–")
PLAIN = Appearance("neutral", "")

CODES = {
    GOOD: "applied done met granted accepted has active in_force published good legal all resolved yes completed reached "
    "in_order built answered",
    GOING: "applying sent open working agreed reviewed planned in_procedure current started in_preparation draft new served "
    "prolonged confirmed in_hand",
    WAITING: "names held pending part partly fair medium expiring lost invited advanced waiting to_mend undecided not_asked noticed "
    "received escalated",
    ATTENTION: "conflict needs_correction rejected refused failed urgent high overdue poor illegal none "
    "never_had expired blocked stolen missed objected stop not_met",
    OVER: "undone cancelled dropped withdrawn revoked closed retired ended superseded duplicate left lapsed",
}
APPEARANCES = {code: look for look, codes in CODES.items() for code in codes.split()}


def appearance(code: str) -> Appearance:
    """How a state looks; one that is not listed looks plain rather than wrong."""
    return APPEARANCES.get(code, PLAIN)
