"""Reading the form catalogue. What a version compiles to never changes, so each process keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Case, Q, When

from khetane.forms.models import FormState, FormVersion
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
    """How submissions of a version are read; FormVersion.DoesNotExist when there is none."""
    version = FormVersion.objects.only("compiled", "xform", "mandate", "sensitivity_level").get(pk=version_id)
    compiled = Compiled.from_json(version.compiled)
    return Reading(
        version_id=version_id,
        compiled=compiled,
        landmarks=landmarks(read_xform(version.xform.encode()), compiled),
        mandate=inherited_mandate(version.mandate, version.sensitivity_level),
        sensitivity=version.sensitivity_level,
    )


@lru_cache(maxsize=KEPT_FORMS)
def described(version_id: UUID) -> Description:
    """What a version asks, for people and for its list of files."""
    return describe(read_xform(FormVersion.objects.only("xform").get(pk=version_id).xform.encode()))


def offered(unit_id: UUID, form_id: str = "", *, all_versions: bool = False) -> list[FormVersion]:
    """The open versions that a unit's devices are offered: of each form the one published last, or all of them."""
    reach = Q(form__unit=None) | Q(form__unit=unit_id)
    versions = FormVersion.objects.filter(reach, state=FormState.OPEN).select_related("form")
    if form_id:
        versions = versions.filter(form__form_id=form_id)
    newest_first = versions.defer("source", "xform", "compiled", "warnings").order_by(
        "form__form_id", "-published_at"
    )
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
        .defer("source", "compiled")
        .first()
    )
