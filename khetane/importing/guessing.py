"""What a column most likely holds, by what it is called. A person looks at it before anything is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import override

from khetane.importing.spelling import folded
from khetane.importing.targets import LANGUAGES, column_name, targets

# How tables call what the program calls otherwise; Latin without diacritics, as `folded` writes.
CALLED: Mapping[str, str] = {
    "sifra": "household.code", "sifradomacinstva": "household.code", "kod": "household.code", "code": "household.code",
    "sifranadomakinstvo": "household.code",
    "brojdomacinstva": "household.key", "brdom": "household.key", "rednibrojdomacinstva": "household.key", "domacinstvo": "household.key", "porodica": "household.key", "household": "household.key",
    "domakinstvo": "household.key", "brojnadomakinstvo": "household.key", "semejstvo": "household.key", "householdno": "household.key",
    "naselje": "household.place", "naselba": "household.place", "mahala": "household.place", "settlement": "household.place",
    "adresa": "household.address", "ulica": "household.address", "telefon": "household.phone", "napomena": "household.note",
    "ime": "person.given_name", "prezime": "person.family_name", "prezimeto": "person.family_name", "familyname": "person.family_name",
    "surname": "person.family_name", "firstname": "person.given_name", "givenname": "person.given_name",
    "imeiprezime": "person.name", "prezimeiime": "person.name", "imeprezime": "person.name", "name": "person.name",
    "imeroditelja": "person.parent_name", "imeoca": "person.parent_name", "imenaroditel": "person.parent_name",
    "pol": "person.sex", "sex": "person.sex", "datumrodjenja": "person.birth_date", "rodjen": "person.birth_date", "roden": "person.birth_date",
    "rodena": "person.birth_date", "rodjena": "person.birth_date", "datumnaragjanje": "person.birth_date",
    "godinarodjenja": "person.birth_date", "datumnaraganje": "person.birth_date",
    "birthdate": "person.birth_date", "dateofbirth": "person.birth_date", "srodstvo": "person.role", "rodninskaveza": "person.role",
    "relation": "person.role", "potreba": "need.area", "opispotrebe": "need.description", "hitnost": "need.urgency",
    "jmbg": "document.number", "embg": "document.number", "maticnibroj": "document.number", "licnibroj": "document.number", "maticenbroj": "document.number",
    "personalnumber": "document.number", "dokument": "document.kind", "vrstadokumenta": "document.kind",
    "usluga": "service.type", "datumusluge": "service.date", "kolicina": "service.quantity", "iznos": "service.amount",
    "postupak": "procedure.type", "zadatak": "task.title", "rok": "task.due",
}  # fmt: skip


def guessed(header: Sequence[str]) -> dict[str, str]:
    """A target for each column that is called like one; no target twice."""
    known: dict[str, str] = dict(CALLED)
    for called, code in _labels():
        known.setdefault(called, code)
    found: dict[str, str] = {}
    for name in header:
        code = name if name in targets() else known.get(folded(name), "")
        if name and code and code not in found.values():
            found[name] = code
    return found


def _labels() -> Iterator[tuple[str, str]]:
    """The program's own words in every language, so that the columns of the template are known."""
    for language in LANGUAGES:
        with override(language):
            for code, target in targets().items():
                yield folded(column_name(target)), code
                yield folded(str(target.label)), code
