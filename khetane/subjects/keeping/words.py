"""Rules of keeping in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from khetane.subjects.catalogue.reading import (
    CASE_CLOSED,
    CONSENT_ENDED,
    ERASE,
    GRIEVANCE_ENDED,
    INSTALLATION,
    LAST_CONTACT,
    OF_GRIEVANCES,
    PSEUDONYMISE,
    Counted,
    Keeping,
    KeepingRule,
)
from khetane.web.names import worded

YEAR = 12
RULES: Mapping[str, Promise | str] = {
    "registration": _("who lives where, documents and consents"),
    "self_identification": _("what was said of ethnicity"),
    "casework": _("needs, tasks, plans, referrals and services"),
    "legal_aid": _("procedures before offices and courts"),
    "schemes": _("schemes and programmes"),
    OF_GRIEVANCES: _("complaints, questions and praise"),
}
EVENTS: Mapping[str, Promise | str] = {
    LAST_CONTACT: _("last contact"),
    CASE_CLOSED: _("last case closed"),
    CONSENT_ENDED: _("consent ended"),
}
THEN: Mapping[str, Promise | str] = {
    PSEUDONYMISE: _("removed; that there was a service or a procedure stays as a count"),
    ERASE: _("removed; nothing stays"),
}
STATUSES: Mapping[str, Promise | str] = {
    "verified": _("compared with the law by a lawyer"),
    "seen": _("read in a public source; to be verified"),
    "recalled": _("a proposal; a lawyer has yet to verify it"),
}


def length_said(months: int) -> str:
    """A length of time: whole years as years."""
    if months % YEAR == 0:
        years = months // YEAR
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def period_said(period: Counted) -> str:
    """“5 years after the last contact”."""
    after = {
        LAST_CONTACT: _("%(length)s after we last met or wrote something down"),
        CASE_CLOSED: _("%(length)s after the last case was closed"),
        CONSENT_ENDED: _("%(length)s after the consent to be recorded ended"),
        GRIEVANCE_ENDED: _("%(length)s after it was closed, or last answered where nobody closed it"),
    }
    return str(after[period.event]) % {"length": length_said(period.months)}


def rule_said(code: str) -> str:
    """What a rule is about; its code where an installation's words are not known here."""
    return str(RULES.get(code, code))


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """A rule in the words of the page."""

    about: str
    periods: tuple[str, ...]
    then: str
    status: str
    source: str
    own: bool


def rules_said(keeping: Keeping) -> tuple[RuleSaid, ...]:
    """The rules of households in force, each with its source."""
    return tuple(in_words(rule, THEN[rule.then]) for rule in keeping.rules.values())


def grievances_said(keeping: Keeping) -> RuleSaid:
    """The rule of grievances in force, with its source."""
    left = _("removed; that there was one, and how soon it was answered, stays as a count")
    return in_words(keeping.grievances, left if keeping.grievances.then == PSEUDONYMISE else THEN[ERASE])


def in_words(rule: KeepingRule, then: Promise | str) -> RuleSaid:
    return RuleSaid(
        rule_said(rule.code),
        tuple(map(period_said, rule.periods)),
        str(then),
        str(STATUSES[rule.status]),
        worded(rule.source),
        rule.said_by == INSTALLATION,
    )


COUNTED: Mapping[str, tuple[str, ...]] = {
    "service": ("service",),
    "group": ("group_participant",),
    "procedure": ("procedure",),
}


def remaining_said(remains: Mapping[str, int], keeping: Keeping) -> str:
    """What remains of a household as counts, by the rules in force."""
    left = {kind for rule in keeping.rules.values() if rule.then == PSEUDONYMISE for kind in rule.kinds}
    numbers = {
        kind: int(remains.get(kind, 0)) if left.issuperset(kinds) else 0 for kind, kinds in COUNTED.items()
    }
    said = [
        ngettext("%(n)s service", "%(n)s services", numbers["service"]) % {"n": numbers["service"]},
        ngettext("%(n)s time in a group", "%(n)s times in a group", numbers["group"])
        % {"n": numbers["group"]},
        ngettext("%(n)s procedure", "%(n)s procedures", numbers["procedure"]) % {"n": numbers["procedure"]},
    ]
    told = [words for words, number in zip(said, numbers.values(), strict=True) if number]
    return ", ".join(told) or gettext("nothing")
