"""A label calls her line with her name and a class; not with somebody else's name beside hers."""

from __future__ import annotations

import pytest

from khetane.forms.redaction.labels import calls_her
from tests.unit.forms.redaction.test_files import neutral


@pytest.mark.parametrize(
    "label",
    [
        "Zlatija Arsić", "Zlatija Arsić, VII-2", "Zlatija Arsić VII-2", "Zlatija Arsić (7b)", "Zlatija Arsić - 7. razred", "7b Zlatija Arsić",
        "VII-2: Arsić Zlatija", "1. Zlatija Arsić, 2011", "Златија Арсић, VII-2", "Златија Арсић VII", "Zlatija Arsić, Niš",
        "Zlatija Arsić, OŠ Vuk Karadžić", "Zlatija Arsić (majka Ana Ilić)", "Zlatija Arsić, učenica",
        "Zlatija Arsić, Donje Selo", "Zlatija Arsić - Donje Selo", "Златија Арсић, Горње Насеље", "Zlatija Arsić, Ulica Cara Dušana 5",
    ],
)  # fmt: skip
def test_it_calls_her(label: str) -> None:
    assert calls_her(neutral().whom, label)


@pytest.mark.parametrize(
    "label",
    [
        "Zlatija Ilić, VII-2", "Zlatija Arsić i deca", "Zlatija Arsić, Jovan Ilić", "Ana Ilić, Zlatija Arsić", "Ana (Zlatija Arsić)", "Ana, majka Zlatija Arsić",
        "Zlatija Arsić-Ilić", "majka Zlatija Arsić", "Zlatija Arsić & Ana", "Zlatija Arsić, Ana i Jovan", "Zlatija Arsić kaže",
        "Zlatija Arsić, Donje Selo, Ana Ilić",
    ],
)  # fmt: skip
def test_it_does_not(label: str) -> None:
    assert not calls_her(neutral().whom, label)
