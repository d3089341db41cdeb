"""The export of one form, for the viewer of the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from khetane.core import audit
from khetane.core.viewer import current
from khetane.forms.exports.archive import Export, archive
from khetane.forms.exports.quick import below_root
from khetane.forms.exports.stream import PERMISSION, Asked, exporting_units
from khetane.forms.exports.tables import Layout, layout, without
from khetane.forms.masking import hidden_paths
from khetane.forms.models import FormContent, FormVersion
from khetane.forms.wording import worded
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.description import describe
from khetane.forms.xml.xform import read_xform

Editions = tuple[tuple[UUID, str], ...]
KEPT_LAYOUTS = 50


def layout_of(form_id: UUID) -> Layout:
    """The tables of all versions of a form."""
    return _layout(_editions(form_id))


def asked_of(
    form_id: UUID,
    *,
    unit_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    states: tuple[str, ...] = (),
) -> Asked:
    """All submissions of a form, or those of a unit, a time, some states."""
    return Asked(version_ids(form_id), unit_id, since, until, states)


def version_ids(form_id: UUID) -> tuple[UUID, ...]:
    """The versions of a form that the viewer reads, the newest first; of others she has no submissions."""
    return tuple(_versions(form_id).values_list("pk", flat=True))


def _editions(form_id: UUID) -> Editions:
    """The same with the hash of what each says now: an erasure may have changed it since it was read."""
    return tuple(_versions(form_id).values_list("pk", "xform_md5"))


def _versions(form_id: UUID) -> QuerySet[FormVersion]:
    return FormVersion.objects.filter(form_id=form_id, content__isnull=False).order_by("-published_at", "id")


def layout_shown(form_id: UUID, unit_id: UUID | None = None) -> Layout:
    """The tables with the columns that the viewer may see in every unit she exports from."""
    units = exporting_units() if unit_id is None else exporting_units() & {unit_id}
    unseen = {
        below_root(path)
        for compiled in _compiled(_editions(form_id))
        for path in hidden_paths(compiled, units)
    }
    whole = layout_of(form_id)
    return without(whole, unseen) if unseen else whole


@lru_cache(maxsize=KEPT_LAYOUTS)
def _compiled(editions: Editions) -> tuple[Compiled, ...]:
    found = FormVersion.objects.filter(pk__in=[pk for pk, _md5 in editions]).values_list(
        "compiled", flat=True
    )
    return tuple(Compiled.from_json(one) for one in found)


@lru_cache(maxsize=KEPT_LAYOUTS)
def _layout(editions: Editions) -> Layout:
    versions = [pk for pk, _md5 in editions]
    found = FormVersion.objects.only("compiled").in_bulk(versions)
    return layout([found[pk] for pk in versions])


def record_export(form_id: UUID, asked: Asked) -> None:
    """Write the export into the log, once per unit concerned, before anything of it is sent."""
    units = exporting_units() if asked.unit_id is None else exporting_units() & {asked.unit_id}
    for unit_id in sorted(units):
        audit.record("exported", "form", [form_id], unit_id=unit_id)


def csv_archive(form_id: UUID, asked: Asked | None = None, *, in_words: bool = False) -> Iterator[bytes]:
    """The submissions as CSV files in a ZIP archive; `in_words` in the language of the request.

    Raises NotAllowed without records.export.
    """
    current().check(PERMISSION)
    known = list(_versions(form_id).select_related("form").defer("compiled"))
    newest = FormContent.objects.only("xform").get(pk=known[0].pk) if in_words else None
    yield from archive(
        Export(
            name=known[0].form.form_id,
            layout=layout_shown(form_id, asked.unit_id if asked else None),
            asked=asked or asked_of(form_id),
            versions={version.pk: version.version for version in known},
            wording=worded(describe(read_xform(newest.xform.encode()))) if newest else None,
        )
    )
