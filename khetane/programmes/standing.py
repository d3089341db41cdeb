"""What a version of a scheme says besides its words, and whether one that is in use was changed. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from khetane.programmes.definition import Scheme, SchemeRules

HEAD = "scheme"  # whom it is for, and what holds for every version
ASKED = "asks "  # before the code of a fact that is asked
Standing = Mapping[
    str, str
]  # HEAD, each fact asked, the first day of each version; with a fingerprint of what it says


def standing_of(scheme: Scheme) -> Standing:
    """What the installation says of a scheme; nothing of one that comes with Khetane.

    Names and sentences may be mended: they are no part of it.
    """
    if scheme.own_since is None:
        return {}
    own = [one for one in scheme.versions if one.valid_from >= scheme.own_since]
    head = [scheme.area, scheme.mandate, scheme.whom, scheme.sessions, scheme.parents]
    return {
        # What comes with Khetane may be changed by Khetane.
        HEAD: _print(head if len(own) == len(scheme.versions) else []),
        **{ASKED + one.code: one.kind for one in scheme.asks},
        **{one.valid_from.isoformat(): _print(_said(one)) for one in own},
    }


def broken(known: Mapping[str, Standing], now: Mapping[str, Standing], today: dt.date) -> str:
    """The sentence on what may not be done to schemes that are in use; nothing where all is well."""
    for code, before in sorted(known.items()):
        wrong = _broken(before, now[code], today) if code in now else _GONE
        if wrong:
            return f"{code}.yaml: {wrong}"
    return ""


_GONE = "the scheme is in use and its file is gone. Put the file back."


def _broken(before: Standing, after: Standing, today: dt.date) -> str:
    if before[HEAD] != after[HEAD]:
        return "area, mandate, for, sessions and parents stay as they were. Put them back, or make another scheme."
    for name in before:
        if name.startswith(ASKED) and after.get(name) != before[name]:
            return f"“{name.removeprefix(ASKED)}” is asked already. Put it back as it was; a version need not use it."
    for day in sorted(one for one in before.keys() | after.keys() if one[:1].isdigit()):
        begins = dt.date.fromisoformat(day)
        if day not in before and begins < today:
            return (
                f"the version of {day} is new and would change the rules for who applied since. "
                f"Let it begin on {today.isoformat()} or later."
            )
        if day in before and begins <= today and before[day] != after.get(day):
            return (
                f"the version of {day} is in use and was {'changed' if day in after else 'taken away'}. Put it back "
                f"as it was, and add a version with the day from which the new rules hold."
            )
    return ""


def _said(rules: SchemeRules) -> list[object]:
    return [
        [one.rule.source for one in rules.criteria],
        [[one.code, one.phase] for one in rules.stages.values()],
        [[one.code, one.sources, one.target, one.needs, one.why] for one in rules.ways],
        [
            [one.code, one.output, one.outcome, one.money, one.photo, one.after, one.months]
            for one in rules.milestones.values()
        ],
    ]


def _print(said: list[object]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
