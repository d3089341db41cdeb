"""Reading the form catalogue. What a version compiles to changes only where an erasure takes a name out of it, so each
process keeps it, and looks once a minute whether it is still so. A record that comes in is told it with its version."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Case, Q, When

from khetane.forms.models import FormContent, FormState, FormVersion
from khetane.forms.rules import Landmarks, inherited_mandate, landmarks
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.description import Description, describe
from khetane.forms.xml.xform import binds, read_xform

KEPT_FORMS = 200
LOOKED_AT = 60  # seconds until a process looks again whether what it keeps of a form still stands
T = TypeVar("T")
Edition = str  # the hash of a version's XForm: what is kept of it depends on nothing else that changes


class Editions:
    """Which edition of a version stands, as this process heard last."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, tuple[Edition, float]] = OrderedDict()

    def standing(self, version_id: UUID) -> Edition | None:
        """The edition, looked up once a minute; None where there is no such version."""
        known = self._known.get(version_id)
        if known is not None and time.monotonic() - known[1] < LOOKED_AT:
            return known[0]
        found = FormVersion.objects.filter(pk=version_id).values_list("xform_md5", flat=True).first()
        if found is not None:
            self.heard(version_id, found)
        return found

    def heard(self, version_id: UUID, edition: Edition) -> None:
        """The database told it: whatever is kept of another edition is read anew."""
        self._known.pop(version_id, None)  # the last heard stand last
        self._known[version_id] = edition, time.monotonic()
        while len(self._known) > KEPT_FORMS:
            self._known.popitem(last=False)

    def forget(self, versions: Iterable[UUID]) -> None:
        """Look these up anew the next time; other processes do within a minute, or when a record of them comes in."""
        for version_id in versions:
            self._known.pop(version_id, None)


editions = Editions()


class Kept(Generic[T]):
    """What `read` makes of a version, kept while it is the edition that stands, which it gives with it."""

    def __init__(self, read: Callable[[UUID], tuple[Edition, T]]) -> None:
        self._read = read
        self._kept: OrderedDict[UUID, tuple[Edition, T]] = OrderedDict()

    def __call__(self, version_id: UUID) -> T:
        found = self._kept.get(version_id)
        if found is not None and found[0] == editions.standing(version_id):
            return found[1]
        return self._anew(version_id)

    def at(self, version_id: UUID, edition: Edition) -> T:
        """The same where the database has just told which edition stands: not for a minute an older one."""
        editions.heard(version_id, edition)
        found = self._kept.get(version_id)
        return found[1] if found is not None and found[0] == edition else self._anew(version_id)

    def _anew(self, version_id: UUID) -> T:
        edition, made = self._read(version_id)
        editions.heard(version_id, edition)
        self._kept[version_id] = edition, made
        while len(self._kept) > KEPT_FORMS:
            self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Reading:
    """A form version as its submissions are read."""

    version_id: UUID
    edition: Edition
    compiled: Compiled
    landmarks: Landmarks
    mandate: str
    sensitivity: str
    form_id: str
    version: str
    formulas: Mapping[str, str]  # what the form works out, by path


@Kept
def reading(version_id: UUID) -> tuple[Edition, Reading]:
    """How records that come in are read; FormContent.DoesNotExist where the viewer may not read the version."""
    content = FormContent.objects.select_related("version__form").defer("source").get(pk=version_id)
    version, compiled, form = (
        content.version,
        Compiled.from_json(content.version.compiled),
        read_xform(content.xform.encode()),
    )
    return version.xform_md5, Reading(
        version_id=version_id,
        edition=version.xform_md5,
        compiled=compiled,
        landmarks=landmarks(form, compiled),
        mandate=inherited_mandate(version.mandate, version.sensitivity_level),
        sensitivity=version.sensitivity_level,
        form_id=version.form.form_id,
        version=version.version,
        formulas={path: str(one.get("calculate")) for path, one in binds(form) if one.get("calculate")},
    )


@Kept
def compiled_of(version_id: UUID) -> tuple[Edition, Compiled]:
    """Where the answers of stored submissions stand, for everybody: erasing and applying again need no wording."""
    edition, compiled = FormVersion.objects.values_list("xform_md5", "compiled").get(pk=version_id)
    return edition, Compiled.from_json(compiled)


@Kept
def described(version_id: UUID) -> tuple[Edition, Description]:
    """What a version asks, for people and for its list of files; ask `readable` before: what was read is kept."""
    edition, xform = FormContent.objects.values_list("version__xform_md5", "xform").get(pk=version_id)
    return edition, describe(read_xform(xform.encode()))


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
