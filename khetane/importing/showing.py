"""What the screens of an import show: counts in words, lines of what is wrong, households as they would be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from khetane.core.masking import mask
from khetane.forms.models import Submission
from khetane.history.models import EntityChange
from khetane.importing.models import TableImport
from khetane.importing.rows import Fault, Group, Part, not_in_list
from khetane.importing.targets import Kind, spoken, targets
from khetane.people.models import Household
from khetane.places.models import Place
from khetane.web.formats import birth, day
from khetane.web.names import place_label

NAMES = ("given_name", "family_name")


@dataclass(frozen=True, slots=True)
class Line:
    """One row that needs somebody: where it stands, and a sentence."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A household of a preview: its rows, what is said of it, of each person, of each further record."""

    rows: str
    lines: int
    title: str
    persons: list[str]
    work: list[str]
    wrong: bool


def line_of(fault: Fault) -> Line:
    problem = fault.problem
    target = targets().get(str(problem.values.get("of", "")))
    if target is not None:  # the list it names was written down in the language of the background work
        problem = not_in_list(target, str(problem.values["value"]))
    return Line(fault.row, fault.column, problem.translated(_))


def counted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many records of each kind, in words."""
    words = {
        "household": _("households"), "person": _("persons"), "need": _("needs"), "task": _("tasks"),
        "service": _("services"), "procedure": _("procedures"), "document": _("documents"),
    }  # fmt: skip
    return [(words[name], counts[name]) for name in words if counts.get(name)]


def seen(group: Group) -> Seen:
    home = group.home.values if group.home else {}
    told = [group.code, _place(home.get("place", "")), home.get("address", "")]
    return Seen(
        rows=", ".join(map(str, group.rows)),
        lines=len(group.rows),
        title=" · ".join(filter(None, told)) or _("household"),
        persons=[_said(part) for part in group.persons],
        work=[_said(part) for part in group.work],
        wrong=bool(group.faults),
    )


def _place(id: str) -> str:
    place = Place.objects.filter(pk=id).prefetch_related("names").first() if id else None
    return place_label(place) if place else ""


def _said(part: Part) -> str:
    """A person's name, then the properties in the order of the dataset: codes in words, days as the reader writes them."""
    known = part.values.get("birth_precision", "")
    apart = ("birth_precision", "place", *NAMES)
    names = " ".join(part.values[name] for name in NAMES if part.values.get(name))
    told = (
        birth(date.fromisoformat(value), known)
        if name == "birth_date" and known
        else _value(part.dataset, name, value)
        for name, value in sorted(part.values.items(), key=lambda said: _place_of(part.dataset, said[0]))
        if name not in apart
    )
    return ", ".join(filter(None, (names, *told)))


def _place_of(dataset: str, name: str) -> int:
    """Where the property stands among those of its dataset, whatever the order of the table's columns."""
    code = f"{dataset}.{name}"
    return list(targets()).index(code) if code in targets() else 0


def _value(dataset: str, name: str, value: str) -> str:
    target = targets().get(f"{dataset}.{name}")
    if target is not None and target.kind is Kind.CHOICE:
        return spoken(target).get(value, value)
    if target is not None and target.kind is Kind.DAY:
        return day(date.fromisoformat(value))
    return value


def households_of(one: TableImport) -> list[Household]:
    """The households that stay of an import that was undone, as far as the viewer sees them."""
    instances = [f"import:{one.key}:{number}" for number in range(1, one.groups + 1)]
    sources = Submission.objects.filter(instance_id__in=instances).values_list("pk", flat=True)
    concerned = EntityChange.objects.filter(source__in=list(sources)).values_list("household", flat=True)
    return mask(Household.objects.filter(pk__in={id for id in concerned if id is not None}).order_by("code"))
