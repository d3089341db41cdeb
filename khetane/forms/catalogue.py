"""Reading the form catalogue. What a version compiles to changes only where an erasure takes a name out of it, so each
process keeps it, and looks once a minute whether it is still so."""

from __future__ import annotations

import datetime as dt
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.db.models import Case, Q, When

from khetane.forms.models import FormContent, FormState, FormVersion
from khetane.forms.rules import Landmarks, inherited_mandate, landmarks
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.description import Description, describe
from khetane.forms.xml.xform import read_xform

KEPT_FORMS = 200
LOOKED_AT = 60  # seconds until a process looks again whether what it keeps of a form still stands
T = TypeVar("T")
# Of what a version says: the hash of its XForm, and when a name was taken out of it, of which only members know.
Edition = tuple[str, dt.datetime | None]


class Kept(Generic[T]):
    """What `read` makes of a version, kept while it is the same edition, which it gives with it."""

    every: ClassVar[list[Kept[Any]]] = []

    def __init__(self, read: Callable[[UUID], tuple[Edition, T]]) -> None:
        self._read = read
        self._kept: OrderedDict[UUID, tuple[Edition, float, T]] = OrderedDict()
        self.every.append(self)

    def __call__(self, version_id: UUID) -> T:
        found, now = self._kept.get(version_id), time.monotonic()
        if found is not None and now - found[1] < LOOKED_AT:
            return found[2]
        if found is not None and found[0] == _edition_of(version_id):
            edition, made = found[0], found[2]
        else:
            edition, made = self._read(version_id)
        self._kept[version_id] = edition, now, made
        while len(self._kept) > KEPT_FORMS:
            self._kept.popitem(last=False)
        return made

    def forget(self, version_id: UUID) -> None:
        self._kept.pop(version_id, None)


def _edition_of(version_id: UUID) -> Edition | None:
    return (
        FormVersion.objects.filter(pk=version_id)
        .values_list("xform_md5", "content__names_removed_at")
        .first()
    )


def forget(versions: Iterable[UUID]) -> None:
    """Read these versions anew the next time; other processes do within a minute."""
    for version_id in versions:
        for kept in Kept.every:
            kept.forget(version_id)


@dataclass(frozen=True, slots=True)
class Reading:
    """A form version as its submissions are read."""

    version_id: UUID
    compiled: Compiled
    landmarks: Landmarks
    mandate: str
    sensitivity: str
    names_removed: bool = False


@Kept
def reading(version_id: UUID) -> tuple[Edition, Reading]:
    """How records that come in are read; FormContent.DoesNotExist where the viewer may not read the version."""
    content = FormContent.objects.select_related("version").defer("source").get(pk=version_id)
    version, compiled = content.version, Compiled.from_json(content.version.compiled)
    return (version.xform_md5, content.names_removed_at), Reading(
        version_id=version_id,
        compiled=compiled,
        landmarks=landmarks(read_xform(content.xform.encode()), compiled),
        mandate=inherited_mandate(version.mandate, version.sensitivity_level),
        sensitivity=version.sensitivity_level,
        names_removed=content.names_removed_at is not None,
    )


@Kept
def compiled_of(version_id: UUID) -> tuple[Edition, Compiled]:
    """Where the answers of stored submissions stand, for everybody: erasing and applying again need no wording."""
    told = FormVersion.objects.values_list("xform_md5", "content__names_removed_at", "compiled")
    md5, removed_at, compiled = told.get(pk=version_id)
    return (md5, removed_at), Compiled.from_json(compiled)


@Kept
def described(version_id: UUID) -> tuple[Edition, Description]:
    """What a version asks, for people and for its list of files; ask `readable` before: what was read is kept."""
    told = FormContent.objects.values_list("version__xform_md5", "names_removed_at", "xform")
    md5, removed_at, xform = told.get(pk=version_id)
    return (md5, removed_at), describe(read_xform(xform.encode()))


def readable(version_id: UUID) -> bool:
    """Whether the viewer reads what a version says; the database decides (docs/adr/0502)."""
    return FormContent.objects.filter(pk=version_id).exists()


def offered(unit_id: UUID, form_id: str = "", *, all_versions: bool = False) -> list[FormVersion]:
    """The open versions that a unit's devices are offered: of each form the one published last, or all of them."""
    reach = Q(form__unit=None) | Q(form__unit=unit_id)
    versions = FormVersion.objects.filter(reach, state=FormState.OPEN).select_related("form")
    if form_id:
        versions = versions.filter(form__form_id=form_id)
    newest_first = versions.defer("compiled").order_by("form__form_id", "-published_at")
    if all_versions:
        return list(newest_first)
    latest: dict[UUID, FormVersion] = {}
    for version in newest_first:
        latest.setdefault(version.form_id, version)
    return list(latest.values())


def newest_like(form_id: str, version: str) -> FormVersion | None:
    """The version of that name, or else the newest of the form; what it asks is not loaded."""
    named = Case(When(version=version, then=0), default=1)
    found = FormVersion.objects.filter(form__form_id=form_id).order_by(named, "-published_at")
    return found.only("mandate", "sensitivity_level").first()


def version_of(form_id: str, version: str) -> FormVersion | None:
    """A version by its names, open or closed."""
    return (
        FormVersion.objects.filter(form__form_id=form_id, version=version)
        .select_related("form")
        .defer("compiled")
        .first()
    )
