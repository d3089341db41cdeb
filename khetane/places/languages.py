"""The languages and scripts in which places are named (BCP 47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

LANGUAGES: dict[str, StrPromise] = {
    "en": _("English"),
    "sr-Cyrl": _("Serbian, Cyrillic"),
    "sr-Latn": _("Serbian, Latin"),
    "mk": _("Macedonian"),
    "sq": _("Albanian"),
    "tr": _("Turkish"),
    "rom": _("Romani"),
}
