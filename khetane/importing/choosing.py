"""The forms of an import: the table, what its columns hold, whom to take although somebody looks alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.importing.actions import PERMISSION
from khetane.importing.mapping import ColumnMap
from khetane.importing.targets import DATASETS, Target, column_name, dataset_label, targets
from khetane.organisations.models import Unit
from khetane.people.enums import DocumentKind
from khetane.people.models import Household
from khetane.places.models import Place
from khetane.web.asking import AskingForm
from khetane.web.names import place_label, unit_label

Choices = list[tuple[str, Any]]
DOCUMENT = "document"
MOST_DOCUMENTS = len(DocumentKind)  # a person has one of each kind


def units() -> list[Unit]:
    """The units for which the viewer imports."""
    return list(Unit.objects.named().filter(pk__in=current().units.get(PERMISSION, ())))


class TableForm(AskingForm):
    """Which table, and for which unit where there are several."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("Excel (.xlsx, .xls, .ods) or CSV, up to 20 MB and 20,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.pk): one for one in units()}
        if len(self.units) > 1:
            choices = [(id, unit_label(one)) for id, one in self.units.items()]
            self.fields["unit"] = forms.ChoiceField(label=gettext_lazy("For which unit"), choices=choices)

    @property
    def unit(self) -> Unit:
        return self.units[self.cleaned_data.get("unit") or next(iter(self.units))]


def target_choices(documents: int = 1) -> Choices:
    """What a column may hold, by the kind of record; of so many documents of one person in a row."""
    groups: Choices = [("", _("— not taken in —"))]
    for dataset in DATASETS:
        of = [one for one in targets().values() if one.dataset == dataset]
        groups.append((dataset_label(dataset).capitalize(), [(one.code, column_name(one)) for one in of]))
        if dataset == DOCUMENT:
            groups += [another(number, of) for number in range(2, documents + 1)]
    return groups


def another(number: int, of: list[Target]) -> tuple[str, Choices]:
    """The group of a further document of the same person."""
    called = _("Document %(number)s") % {"number": number}
    return called, [(f"{slot(number)}.{one.name}", f"{called}: {one.label}") for one in of]


def slot(number: int) -> str:
    return f"{DOCUMENT}/{number}"


def documents_of(mapping: ColumnMap | None) -> int:
    """Of how many documents of one person a mapping tells."""
    told = (*mapping.columns.values(), *mapping.defaults) if mapping else ()
    numbers = [int(one.partition(".")[0].partition("/")[2]) for one in told if one.startswith(f"{DOCUMENT}/")]
    return min(max([1, *numbers]), MOST_DOCUMENTS)


class HeaderForm(forms.Form):
    """In which row the names of the columns stand."""

    row = forms.TypedChoiceField(label=gettext_lazy("The names of the columns stand in row"), coerce=int)

    def __init__(self, rows: Sequence[str], *args: Any, **kwargs: Any) -> None:
        """`rows` are the first rows in words."""
        super().__init__(*args, **kwargs)
        said = [(number, f"{number}: {text}") for number, text in enumerate(rows, start=1) if text]
        self.fields["row"].choices = said  # type: ignore[attr-defined]  # a choice field


class ColumnsForm(forms.Form):
    """For each column of the table what it holds, and how it is written."""

    days = forms.ChoiceField(
        label=gettext_lazy("Days are written"),
        choices=[
            ("dmy", gettext_lazy("day, month, year: 31.5.2024")),
            ("mdy", gettext_lazy("month, day, year: 5/31/2024")),
        ],
    )
    names = forms.ChoiceField(
        label=gettext_lazy("Names in one column are written"),
        choices=[
            ("given_first", gettext_lazy("given name first: Ana Jovanović")),
            ("family_first", gettext_lazy("family name first: Jovanović Ana")),
        ],
    )
    decimal = forms.ChoiceField(
        label=gettext_lazy("Numbers are written"),
        choices=[
            (",", gettext_lazy("with a comma: 1.250,50")),
            (".", gettext_lazy("with a point: 1,250.50")),
        ],
    )
    place = forms.ChoiceField(label=gettext_lazy("Settlement where the table says none"), required=False)
    documents = forms.IntegerField(
        min_value=1, max_value=MOST_DOCUMENTS, required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, header: Sequence[str], row: int, settlements: Choices, documents: int, *args: Any, **kwargs: Any
    ) -> None:
        """`header` are the names of the columns, as the row of that number (from 1) has them.

        A row may tell of so many `documents` of one person.
        """
        super().__init__(*args, **kwargs)
        self.further = range(2, documents + 1)
        self.initial["documents"] = documents
        self.header, self.row = header, row
        self.fields["place"] = forms.ChoiceField(
            label=self.fields["place"].label,
            required=False,
            choices=[("", _("— each row says it —")), *settlements],
        )
        for number in self.further:
            self.fields[f"kind{number}"] = forms.ChoiceField(
                label=_("Document %(number)s is, where no column says so") % {"number": number},
                required=False,
                choices=[("", _("— a column says so —")), *DocumentKind.choices],
            )
        choices = target_choices(documents)
        for number, name in enumerate(header):
            if name:
                self.fields[f"c{number}"] = forms.ChoiceField(label=name, choices=choices, required=False)

    @property
    def kinds(self) -> list[forms.BoundField]:
        """What further documents are, for the whole column."""
        return [self[f"kind{number}"] for number in self.further]

    @property
    def more_documents(self) -> bool:
        """Whether a row may tell of yet another."""
        return len(self.further) + 1 < MOST_DOCUMENTS

    def mapping(self, former: ColumnMap | None) -> ColumnMap:
        """What was said; a former mapping's own words for codes stay. Raises Invalid."""
        said = self.cleaned_data
        columns = {
            name: said[f"c{number}"] for number, name in enumerate(self.header) if name and said[f"c{number}"]
        }
        read = ColumnMap(
            columns=columns,
            sheet=former.sheet if former else "",
            header=self.row,
            days=said["days"],
            names=said["names"],
            decimal=said["decimal"],
            defaults=self.defaults(),
            values=former.values if former else {},
        )
        read.columns_of(self.header)
        return read

    def defaults(self) -> dict[str, str]:
        """What every row says that says nothing else."""
        said = self.cleaned_data
        kinds = {f"{slot(number)}.kind": said.get(f"kind{number}", "") for number in self.further}
        return {code: value for code, value in {"household.place": said["place"], **kinds}.items() if value}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        try:
            self.mapping(None)
        except Invalid as refusal:
            self.add_error(None, refusal.problem.translated(_))
        return said


def settlement_choices(unit: Unit) -> Choices:
    """The settlements of the unit's municipality, those with households first."""
    inhabited = set(Household.objects.filter(unit=unit).values_list("place_id", flat=True).distinct())
    places = Place.objects.filter(parent=unit.municipality_id, kind="settlement").prefetch_related("names")
    found = sorted(places, key=lambda one: (one.pk not in inhabited, one.sort_key))
    return [(one.code, place_label(one)) for one in found]
