"""The copy of a person's record in plain words of the language in force: what the document says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.access.models import Role
from khetane.access.screens.words import ACTIONS
from khetane.core.mandates import Mandate
from khetane.desk.questions import Questions
from khetane.desk.rights.facts import Facts
from khetane.organisations.economies import economy_of
from khetane.organisations.models import Unit
from khetane.people.models import Person
from khetane.subjects.catalogue.reading import KeepingRule, bodies
from khetane.subjects.copying.gathering import Gathered, Told
from khetane.subjects.copying.rules import looked
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.words import period_said
from khetane.web.formats import day, short_day
from khetane.web.languages import BY_CODE
from khetane.web.names import person_label, unit_label, worded

Part = dict[str, Any]
# The parts of a copy in their order, and the kinds of records in each.
PARTS: tuple[tuple[Promise | str, tuple[str, ...]], ...] = (
    (gettext_lazy("Who you are"), ("person", "membership", "status", "self_identification")),
    (gettext_lazy("Your household"), ("household", "visit_household", "concerned_household")),
    (gettext_lazy("Your documents"), ("document",)),
    (gettext_lazy("What you agreed to"), ("consent", "restriction")),
    (gettext_lazy("What you need, and what was agreed"), ("need", "case_plan", "plan_step", "task")),
    (gettext_lazy("What you received"), ("service", "group_participant")),
    (gettext_lazy("Whom you were sent to, and what they were told"), ("referral",)),
    (
        gettext_lazy("Your cases before offices and courts"),
        ("procedure", "procedure_event", "hearing", "procedure_cost", "power_of_attorney"),
    ),
    (gettext_lazy("Programmes you take part in"), ("enrolment", "presence", "milestone")),
)


def content(gathered: Gathered, unit: Unit, questions: Questions) -> dict[str, Any]:
    """Everything of the copy: `words` for the document, `data` for a machine. Plain values, to be sealed."""
    facts = Facts(gathered, questions)
    return {"words": words(gathered, unit, facts), "data": data(gathered, facts)}


def words(gathered: Gathered, unit: Unit, facts: Facts) -> dict[str, Any]:
    me = next(one.record for one in gathered.told if one.kind == "person")
    return {
        "lang": BY_CODE[translation.get_language() or "en"].tag.partition("-")[0],
        "title": _("What is written about you"),
        "name": person_label(me) if isinstance(me, Person) else "",
        "unit": unit_label(unit),
        "date": day(timezone.localdate()),
        "opening": [
            _("You asked for a copy of what this unit has written about you. Here it is. Asking is free."),
            _(
                "Names of other people are covered (▒▒▒). What concerns or protects somebody else is not in this copy."
            ),
            _(
                "All of it is kept together, as long as the longest time that is named below and applies to your household."
            ),
            _(
                "Is something wrong? Tell anyone of the unit. You may have it corrected, object to it, or have it erased."
            ),
        ],
        "parts": [*parts(gathered, facts), papers(gathered), seen(gathered), rights(unit)],
        "page": _("page"),
    }


def parts(gathered: Gathered, facts: Facts) -> Iterator[Part]:
    for title, kinds in PARTS:
        told = [one for kind in kinds for one in gathered.told if one.kind == kind]
        records = [record(one, facts) for one in told]
        yield {
            "title": str(title),
            "notes": list(reasons(kinds)),
            "records": [one for one in records if one["facts"]],
            "none": _("Nothing is written here."),
        }


def record(one: Told, facts: Facts) -> dict[str, Any]:
    name = str((one.behind or one.record)._meta.verbose_name)
    heading = name[:1].upper() + name[1:]
    if not one.of_her and one.kind != "household":
        heading = _("%(record)s, of the whole household") % {"record": heading}
    return {"heading": heading, "facts": [list(fact) for fact in facts.of(one)]}


def reasons(kinds: tuple[str, ...]) -> Iterator[str]:
    """What for, on what basis, for how long: a line for each rule that any of the kinds falls under."""
    for rule in in_force().rules.values():
        if not set(rule.kinds).isdisjoint(kinds):
            yield _("What for: %(purpose)s. Basis: %(basis)s.") % {
                "purpose": worded(rule.purpose),
                "basis": worded(rule.basis),
            }
            yield kept_for(rule)


def kept_for(rule: KeepingRule) -> str:
    """What is done with her record here; how sure the law behind it is, is for those who set the rule to read."""
    said = [period_said(period) for period in rule.periods]
    told = _("Kept: %(periods)s; whichever is over first.") if len(said) > 1 else _("Kept: %(periods)s.")
    return told % {"periods": "; ".join(said)}


def papers(gathered: Gathered) -> Part:
    """What is not printed, and where it can be looked at."""
    told = [
        _("Filled-in forms that speak of you: %(forms)s. Files and photographs with them: %(files)s.")
        % {"forms": gathered.submissions, "files": gathered.files}
    ]
    if gathered.notes:
        listed = ", ".join(
            f"{Mandate(code).label}: {count}"
            for code, count in gathered.notes.items()
            if code in Mandate.values
        )
        told.append(_("Notes of visits to your household: %(notes)s.") % {"notes": listed})
    told.append(
        _(
            "They speak of others of your household too. Ask the unit to read to you what is about you, or to show it."
        )
    )
    return {"title": _("What else there is"), "notes": told, "records": [], "none": ""}


def seen(gathered: Gathered) -> Part:
    """Who looked, by role and day: no names."""
    roles = {one.code: str(one) for one in Role.objects.all()}
    records = [
        {
            "heading": ", ".join(roles.get(code, code) for code in codes)
            or _("somebody who no longer works here"),
            "facts": [[str(action_word(action)), ", ".join(short_day(_date(one)) for one in days)]],
        }
        for (codes, action), days in looked(gathered.looks).items()
    ]
    notes = [
        _(
            "By the role of who looked and the day. The data-protection officer can tell you more if you need it."
        )
    ]
    return {
        "title": _("Who has seen what is written about you"),
        "notes": notes,
        "records": records,
        "none": "",
    }


def action_word(action: str) -> str | Promise:
    return (
        _("opened in an emergency") if action == "override" else ACTIONS.get(action, action.replace("_", " "))
    )


def rights(unit: Unit) -> Part:
    told = [
        _("You may take back what you agreed to at any time. It counts from the same moment."),
        _("You may have wrong things corrected and missing things added."),
        _("You may object. Until that is decided, nothing new is done with your record."),
        _("You may ask that you are erased. Where a law makes us keep something, we tell you which."),
        _("We answer within one month."),
    ]
    told += [complaint(unit)] if complaint(unit) else []
    return {"title": _("Your rights"), "notes": told, "records": [], "none": ""}


def complaint(unit: Unit) -> str:
    """Who hears a complaint about one's data; nothing where the catalogue names nobody."""
    body = bodies().get(economy_of(unit.pk), {}).get("data_protection")
    if body is None:
        return ""
    said = _("If you are not content, complain to: %(authority)s. It costs nothing.")
    return said % {"authority": worded(body.names)}


def data(gathered: Gathered, facts: Facts) -> dict[str, Any]:
    """The same for a machine. Field names are those of docs/reference/datasets.md and of the database."""
    return {
        "format": "khetane-copy",
        "version": 1,
        "person": str(gathered.person),
        "made_on": timezone.localdate().isoformat(),
        "records": [facts.values(one) for one in gathered.told],
        "seen": [
            {"roles": list(codes), "action": action, "days": list(days)}
            for (codes, action), days in looked(gathered.looks).items()
        ],
        "visit_notes": dict(gathered.notes),
        "forms": gathered.submissions,
        "files": gathered.files,
    }


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
