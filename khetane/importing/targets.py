"""What a column may hold: the properties of the datasets that tables bring, as each dataset itself declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, cast

from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from khetane.cases.lists import PROCEDURES, SERVICES
from khetane.core.lists import CodeList
from khetane.core.problems import Problem
from khetane.history import problems as refusals
from khetane.history.datasets import dataset_named
from khetane.history.properties import Property
from khetane.importing.spelling import folded
from khetane.people.enums import HouseholdRole
from khetane.web.names import code_label

DATASETS = ("household", "person", "document", "need", "task", "service", "procedure")
LANGUAGES = ("en", "sr", "sr-latn", "mk")
PROBE = "\x01no value of anything\x01"
LISTS: Mapping[tuple[str, str], CodeList] = {("service", "type"): SERVICES, ("procedure", "type"): PROCEDURES}
# How tables write what the program's own words do not say.
ALSO = {
    ("person", "sex"): {"m": "male", "muski": "male", "musko": "male", "maski": "male", "masko": "male", "musko lice": "male",
                        "z": "female", "f": "female", "zenski": "female", "zensko": "female"},
    ("person", "role"): {"glava": "head", "glava porodice": "head", "glava domacinstva": "head", "glava na semejstvoto": "head", "nosilac": "head", "nositel": "head", "domacin": "head", "supruga": "spouse", "suprug": "spouse",
                         "muz": "spouse", "zena": "spouse", "maz": "spouse", "sopruga": "spouse", "soprug": "spouse",
                         "sin": "child", "cerka": "child", "kerka": "child", "kcerka": "child", "dete": "child", "son": "child",
                         "daughter": "child", "wife": "spouse", "husband": "spouse", "majka": "parent", "otac": "parent",
                         "tatko": "parent", "brat": "sibling", "sestra": "sibling", "unuk": "grandchild", "unuka": "grandchild",
                         "vnuk": "grandchild", "vnuka": "grandchild", "baba": "grandparent", "deda": "grandparent",
                         "snaha": "in_law", "snaja": "in_law", "zet": "in_law"},
    ("document", "kind"): {"jmbg": "personal_number", "embg": "personal_number", "mbg": "personal_number",
                           "maticni broj": "personal_number", "maticen broj": "personal_number", "lk": "id_card", "licna": "id_card", "licna karta": "id_card", "zdravstvena": "health_card",
                           "zdravstvena knjizica": "health_card", "zdravstvena legitimacija": "health_card"},
    ("document", "state"): {"ima": "has", "nema": "never_had", "izgubljena": "lost", "izgubljen": "lost", "izgubljeno": "lost"},
}  # fmt: skip


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    SETTLEMENT = "settlement"
    NAME = "name"
    KEY = "key"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a column may hold; `words` are the folded spellings of each code of a list."""

    dataset: str
    name: str
    kind: Kind
    label: str | Promise
    source: Property | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return f"{self.dataset}.{self.name}"


# What is no property of a record: which rows are one household, which household of the register, a name in one cell.
KEY = Target("household", "key", Kind.KEY, gettext_lazy("which rows are one household (number or mark)"))
CODE = Target("household", "code", Kind.CODE, gettext_lazy("code of a household in the register"))
NAME = Target("person", "name", Kind.NAME, gettext_lazy("name and family name in one"))
SAID_SO = {
    ("person", "role"): gettext_lazy("is to the head"),
    ("person", "member_from"): gettext_lazy("in the household since"),
    ("person", "member_to"): gettext_lazy("in the household until"),
    ("document", "number"): gettext_lazy("number (a personal number where no kind is said)"),
}


@cache
def targets() -> Mapping[str, Target]:
    """Every target by its code, such as `person.birth_date`."""
    found = [KEY, CODE, NAME]
    for name in DATASETS:
        dataset = dataset_named(name)
        found += [_target(name, one) for one in dataset.declared if not one.refers]
    return {one.code: one for one in found}


def column_name(target: Target) -> str:
    """The target in the reader's language, with what it is of where that is not a household or person."""
    label = str(target.label)
    said = label if target.dataset in ("household", "person") else f"{dataset_label(target.dataset)}: {label}"
    return said[:1].upper() + said[1:]


def dataset_label(dataset: str) -> str:
    """What a record of the dataset is called."""
    return str(dataset_named(dataset).model._meta.verbose_name)


def _target(dataset: str, one: Property) -> Target:
    if one.look_up is not None:
        return Target(dataset, one.name, Kind.SETTLEMENT, _label(dataset, one), one)
    refused = one.parse(PROBE, "")
    code = refused.code if isinstance(refused, Problem) else ""
    if code == refusals.NOT_A_DATE.code:
        return Target(dataset, one.name, Kind.DAY, _label(dataset, one), one)
    if code == refusals.NOT_A_NUMBER.code:
        return Target(dataset, one.name, Kind.NUMBER, _label(dataset, one), one)
    if isinstance(refused, Problem) and code == refusals.UNKNOWN_CODE.code:
        allowed = tuple(str(refused.values["allowed"]).split(", "))
        return Target(
            dataset, one.name, Kind.CHOICE, _label(dataset, one), one, _words(dataset, one, allowed), allowed
        )
    return Target(dataset, one.name, Kind.TEXT, _label(dataset, one), one)


def spoken(target: Target) -> dict[str, str]:
    """The label of each code of a list, in the reader's language."""
    listed = LISTS.get((target.dataset, target.name))
    if listed is not None:
        return {code: code_label(listed, code) for code in target.allowed}
    labels = _choices(target.dataset, target.source) if target.source else {}
    return {code: str(labels.get(code, code)) for code in target.allowed}


def _choices(dataset: str, one: Property) -> dict[str, str | Promise]:
    """The labels of a property's codes, as its field or list says them."""
    return dict(HouseholdRole.choices if not one.column else _field(dataset, one).choices or ())


def _label(dataset: str, one: Property) -> str | Promise:
    if (dataset, one.name) in SAID_SO:
        return SAID_SO[dataset, one.name]
    return _field(dataset, one).verbose_name


def _field(dataset: str, one: Property) -> Field[Any, Any]:
    return cast(
        "Field[Any, Any]", dataset_named(dataset).model._meta.get_field(one.column.removesuffix("_id"))
    )


def _words(dataset: str, one: Property, allowed: tuple[str, ...]) -> dict[str, str]:
    """How each code may be written: itself, its label in every language, and what tables write besides."""
    words = {folded(code): code for code in allowed}
    listed = LISTS.get((dataset, one.name))
    for code in allowed:
        if listed is not None:
            labels = list(listed.codes[code].labels.values())
        else:
            labels = _in_every_language(_choices(dataset, one).get(code, code))
        for label in labels:
            words.setdefault(folded(label), code)
    also = {folded(word): code for word, code in ALSO.get((dataset, one.name), {}).items()}
    return words | also


def _in_every_language(label: str | Promise) -> list[str]:
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(str(label))
    return said
