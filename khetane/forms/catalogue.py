"""Reading the form catalogue. What a version compiles to never changes, so each process keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Case, Q, When

from khetane.forms.models import FormContent, FormState, FormVersion
from khetane.forms.rules import Landmarks, inherited_mandate, landmarks
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.description import Description, describe
from khetane.forms.xml.xform import read_xform

KEPT_FORMS = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """A form version as its submissions are read."""

    version_id: UUID
    compiled: Compiled
    landmarks: Landmarks
    mandate: str
    sensitivity: str


@lru_cache(maxsize=KEPT_FORMS)
def reading(version_id: UUID) -> Reading:
    """How records that come in are read; FormContent.DoesNotExist where the viewer may not read the version."""
    content = FormContent.objects.select_related("version").defer("source").get(pk=version_id)
    version, compiled = content.version, Compiled.from_json(content.version.compiled)
    return Reading(
        version_id=version_id,
        compiled=compiled,
        landmarks=landmarks(read_xform(content.xform.encode()), compiled),
        mandate=inherited_mandate(version.mandate, version.sensitivity_level),
        sensitivity=version.sensitivity_level,
    )


@lru_cache(maxsize=KEPT_FORMS)
def compiled_of(version_id: UUID) -> Compiled:
    """Where the answers of stored submissions stand, for everybody: erasing and applying again need no wording."""
    return Compiled.from_json(FormVersion.objects.values_list("compiled", flat=True).get(pk=version_id))


@lru_cache(maxsize=KEPT_FORMS)
def described(version_id: UUID) -> Description:
    """What a version asks, for people and for its list of files; ask `readable` before: what was read is kept."""
    return describe(read_xform(FormContent.objects.only("xform").get(pk=version_id).xform.encode()))


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
