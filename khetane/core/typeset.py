"""Documents as tagged PDF, set by Typst from a template and plain values."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

# Typst brings its own fonts, which know Latin and Cyrillic: a document looks the same on every machine.
FONTS = typst.Fonts(include_system_fonts=False)
ACCESSIBLE: Final = "ua-1"
NO_LETTER = "could not be displayed"


def pdf(template: Path, values: Mapping[str, Any], *, at: datetime.datetime) -> bytes:
    """The template with its values, which it reads by `json(bytes(sys.inputs.values))`.

    Values are never read as Typst's language, whatever was typed. The template says `lang` and a title, and reads
    files of its own folder only. `at` is when the document was made: the same values then give the same bytes.
    It is PDF/UA-1, unless somebody typed a sign that the fonts do not have (an emoji): then it is tagged only.
    """
    given = {"values": json.dumps(values, ensure_ascii=False)}
    at = at.replace(microsecond=0)  # Typst takes whole seconds
    compiler = typst.Compiler(template, root=template.parent, font_paths=FONTS, sys_inputs=given)
    try:
        made = compiler.compile(format="pdf", pdf_standards=ACCESSIBLE, timestamp=at)
    except typst.TypstError as refused:
        if NO_LETTER not in str(refused):
            raise
        made = compiler.compile(format="pdf", timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError(f"Typst made several documents of {template.name} where one was wanted.")
    return made
