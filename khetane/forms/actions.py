"""Publishing forms, and closing and reopening their versions. Each works for the viewer of the transaction."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from khetane.core import audit
from khetane.core.problems import Problem
from khetane.core.sensitivity import Sensitivity
from khetane.core.viewer import current
from khetane.forms import problems
from khetane.forms.catalogue import version_of
from khetane.forms.models import Form, FormContent, FormMedia, FormState, FormVersion
from khetane.forms.rules import DEFAULT_LEVEL, loosened, settings_problems, titles
from khetane.forms.xlsform import Converted, FormProblem, Refused, convert_in_turn

PERMISSION = "form.publish"
EVERYWHERE = "form.publish_all"
SEND = "submission.send"
MAX_TITLE = 300
MAX_FORM_ID = 200
MAX_MEDIA_NAME = 255
MAX_MEDIA = 100 * 1024 * 1024
MAX_MEDIA_TOGETHER = 200 * 1024 * 1024


class NotPublished(Exception):
    """A form was refused; `problems` say why, each with its sheet and row where there is one."""

    def __init__(self, *found: FormProblem) -> None:
        super().__init__(" ".join(problem.message for problem in found))
        self.problems = found


@dataclass(frozen=True, slots=True)
class Published:
    """A form version as it stands now; `changed` is False when it was published with the same content before."""

    version: FormVersion
    changed: bool
    warnings: tuple[FormProblem, ...]


def publish(
    data: bytes, filename: str, media: Mapping[str, bytes] | None = None, *, unit_id: UUID | None = None
) -> Published:
    """Publish an XLSForm or XForm, with its media files by name.

    A new form is offered by `unit_id`; without it, to every unit where the viewer may do that, or else by the
    one unit for which she may publish. The same version with the same content changes nothing (media are
    added or renewed). Raises NotPublished with sentences when the form is refused, NotAllowed without form.publish.
    """
    current().check(PERMISSION)
    result = convert_in_turn(data, filename)
    if isinstance(result, Refused):
        raise NotPublished(*result.errors)
    return publish_converted(result, data, filename, media, unit_id=unit_id)


@transaction.atomic
def publish_converted(
    form: Converted,
    data: bytes,
    filename: str,
    media: Mapping[str, bytes] | None = None,
    *,
    unit_id: UUID | None = None,
) -> Published:
    """The second half of `publish`, for a form converted before; `data` is its file as uploaded."""
    current().check(PERMISSION)
    beside = media or {}
    _refuse(
        _form_problems(form)
        + [problem for name in beside for problem in _media_problems(name)]
        + [
            FormProblem(None, None, problem)
            for problem in sizes_refused([(name, len(content)) for name, content in beside.items()])
        ]
    )
    known = version_of(form.form_id, form.version)
    if known is not None:
        _refuse(_differences(known, form))
        _retitle(known, titles(form.settings))
    version = known or _make_version(_owner(form, unit_id), form, data, filename)
    renewed = _store_media(
        version, {name: text.encode() for name, text in form.attachments.items()} | dict(media or {})
    )
    return Published(version, known is None or renewed, form.warnings)


def may_change(form: Form) -> bool:
    """Whether the viewer may publish, close and reopen versions of this form."""
    return current().can(EVERYWHERE) if form.unit_id is None else current().can(PERMISSION, form.unit_id)


def opens_files(form: Form) -> bool:
    """Whether the viewer opens and adds files of this form: of a unit's own form who sends with it (docs/adr/0502)."""
    return form.unit_id is None or current().can(SEND, form.unit_id)


def close(version_id: UUID) -> FormVersion:
    """Offer a version to devices no longer; what was filled in with it is still taken."""
    return _set_state(version_id, FormState.CLOSED)


def reopen(version_id: UUID) -> FormVersion:
    """Offer a closed version to devices again."""
    return _set_state(version_id, FormState.OPEN)


@transaction.atomic
def _set_state(version_id: UUID, state: FormState) -> FormVersion:
    version = FormVersion.objects.select_related("form").get(pk=version_id)
    current().check(EVERYWHERE if version.form.unit_id is None else PERMISSION, version.form.unit_id)
    if version.state != state:
        version.state = state
        version.save(update_fields=["state"])
        audit.record("changed", "form_version", [version_id], fields=["state"])
    return version


def _owner(form: Converted, unit_id: UUID | None) -> Form:
    """The form that a new version belongs to; a new one is offered by `unit_id` (see `publish`)."""
    owner = Form.objects.filter(form_id=form.form_id).first()
    if owner is None:
        if unit_id is None and not current().can(EVERYWHERE):
            unit_id = _only_unit()
        owner = Form(form_id=form.form_id, unit_id=unit_id)
    _check_reach(owner)
    former = owner.versions.order_by("-published_at").only("mandate", "sensitivity_level").first()
    said = form.settings.get("mandate", ""), _level(form.settings)
    if former is not None and loosened((former.mandate, former.sensitivity_level), said):
        mandate, level = former.mandate or "–", former.sensitivity_level
        wrong = problems.LOOSENED.about(form_id=form.form_id, mandate=mandate, level=level)
        raise NotPublished(FormProblem("settings", 2, wrong))
    return owner


def _only_unit() -> UUID:
    units = current().units[PERMISSION]
    if len(units) != 1:
        raise NotPublished(FormProblem(None, None, problems.FOR_WHICH_UNIT.about()))
    return next(iter(units))


def _check_reach(form: Form) -> None:
    if not may_change(form):
        raise NotPublished(FormProblem("settings", 2, problems.OFFERED_BY_OTHERS.about(form_id=form.form_id)))


def _make_version(owner: Form, form: Converted, data: bytes, filename: str) -> FormVersion:
    settings = form.settings
    owner.title, owner.titles = form.title, titles(settings)
    owner.save()
    version = FormVersion.objects.create(
        form=owner,
        version=form.version,
        title=form.title,
        titles=titles(settings),
        mandate=settings.get("mandate", ""),
        sensitivity_level=_level(settings),
        languages=[language.code or language.name for language in form.description.languages],
        source_name=filename.rpartition("/")[2][:255],
        xform_md5=_md5(form),
        compiled=form.compiled.to_json(),
        published_by=current().account_id,
    )
    FormContent.objects.create(
        version=version,
        source=data,
        xform=form.xform,
        warnings=[warning.to_json() for warning in form.warnings],
    )
    audit.record("published", "form_version", [version.pk])
    return version


def _retitle(version: FormVersion, said: dict[str, str]) -> None:
    """Titles are no part of what a form asks: the same version may bring better ones."""
    if said == version.titles:
        return
    _check_reach(version.form)
    version.titles = said
    version.save(update_fields=["titles"])
    if not version.form.versions.filter(published_at__gt=version.published_at).exists():
        version.form.titles = said
        version.form.save(update_fields=["titles"])
    audit.record("changed", "form_version", [version.pk], fields=["titles"])


def _store_media(version: FormVersion, files: Mapping[str, bytes]) -> bool:
    """Add or renew the files; whether anything became different."""
    known = dict(version.media.values_list("name", "md5"))
    changed = False
    for name, content in files.items():
        md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        if known.get(name) == md5:
            continue
        _check_reach(version.form)
        if not opens_files(version.form):
            of_members = problems.FILES_OF_MEMBERS.about(form_id=version.form.form_id)
            raise NotPublished(FormProblem("settings", 2, of_members))
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        FormMedia.objects.update_or_create(
            version=version, name=name, defaults={"content_type": kind, "md5": md5, "content": content}
        )
        changed = True
    if changed:
        audit.record("changed", "form_version", [version.pk], fields=["media"])
    return changed


def _form_problems(form: Converted) -> list[FormProblem]:
    found = [FormProblem("settings", 2, problem) for problem in settings_problems(form.settings)]
    for text, limit in ((form.title, MAX_TITLE), (form.form_id, MAX_FORM_ID), (form.version, MAX_FORM_ID)):
        if len(text) > limit:
            found.append(
                FormProblem("settings", 2, problems.TITLE_TOO_LONG.about(length=len(text), limit=limit))
            )
    return found


def sizes_refused(sizes: Sequence[tuple[str, int]]) -> list[Problem]:
    """Why files of these names and sizes in bytes are not taken; asked before they are read."""
    found = [
        problems.MEDIA_TOO_LARGE.about(name=name, size=size, limit=MAX_MEDIA)
        for name, size in sizes
        if size > MAX_MEDIA
    ]
    together = sum(size for _name, size in sizes)
    if together > MAX_MEDIA_TOGETHER:
        found.append(problems.MEDIA_TOGETHER.about(size=together, limit=MAX_MEDIA_TOGETHER))
    return found


def _media_problems(name: str) -> list[FormProblem]:
    plain = 0 < len(name) <= MAX_MEDIA_NAME and name not in (".", "..") and not set(name) & set("/\\\0\r\n")
    found: list[Problem] = [] if plain else [problems.MEDIA_NAME.about(name=name[:80])]
    return [FormProblem(None, None, problem) for problem in found]


def _differences(known: FormVersion, form: Converted) -> list[FormProblem]:
    """Why a form may not be published under a version that is there."""
    names = {"version": form.version, "form_id": form.form_id}
    if known.xform_md5 != _md5(
        form
    ):  # who publishes for every unit does not read what a unit's own form says
        removed = FormContent.objects.filter(pk=known.pk, names_removed_at__isnull=False).exists()
        other = problems.NAMES_REMOVED if removed else problems.OTHER_CONTENT
        return [FormProblem("settings", 2, other.about(**names))]
    said = form.settings.get("mandate", ""), _level(form.settings)
    if (known.mandate, known.sensitivity_level) != said:
        return [FormProblem("settings", 2, problems.OTHER_SETTINGS.about(**names))]
    return []


def _md5(form: Converted) -> str:
    return hashlib.md5(form.xform.encode(), usedforsecurity=False).hexdigest()


def _level(settings: Mapping[str, str]) -> str:
    return Sensitivity(settings.get("sensitivity") or DEFAULT_LEVEL).value


def _refuse(found: list[FormProblem]) -> None:
    if found:
        raise NotPublished(*found)
