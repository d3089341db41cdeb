from __future__ import annotations

from pathlib import Path

import allauth
import django.conf
import django.contrib.auth
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from khetane.web import catalogues, languages
from khetane.web.catalogue_rules import faults, forms, ids

TEMPLATE = """{% load i18n %}
      <p>{% translate "Household" %}</p>
  {% blocktranslate trimmed count n=n %}
    One visit to {{ place }}
  {% plural %}
    {{ n }} visits to {{ place }}
  {% endblocktranslate %}
{% stat 5 _("Persons") %}
    {# Translators: how a list is called #}
    {% translate "Roll" context "list" %}
"""
PYTHON = 'from django.utils.translation import ngettext\nx = ngettext("a visit", "visits", 3)\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "app/templates").mkdir(parents=True)
    (tmp_path / "app/templates/page.html").write_text(TEMPLATE)
    (tmp_path / "app/views.py").write_text(PYTHON)
    (tmp_path / "app/roles.yaml").write_text(
        "mediator:\n  name: Health mediator\n  description: For health.\n"
    )
    (tmp_path / "app/notes.html").write_text('{% translate "Not a template" %}')
    return tmp_path / "app"


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "locale"
    monkeypatch.setattr(languages, "LOCALE_DIR", folder)
    monkeypatch.setattr(catalogues, "LOCALE_DIR", folder)
    monkeypatch.setattr(catalogues, "LIBRARIES_DIR", tmp_path / "none")
    return folder


def test_strings_of_templates_and_python_are_found(package: Path) -> None:
    ids = {message.id for message in catalogues.found(package) if message.id}
    assert ids == {
        "For health.",
        "Health mediator",
        "Household",
        "Persons",
        "Roll",
        ("One visit to %(place)s", "%(n)s visits to %(place)s"),
        ("a visit", "visits"),
    }


def test_an_update_keeps_translations_and_drops_what_is_gone(package: Path, locale: Path) -> None:
    stored = catalogues.update("sr", catalogues.found(package))
    stored["Household"].string = "Домаћинство"
    catalogues.write(stored, "sr")
    (package / "views.py").write_text("")
    renewed = catalogues.update("sr", catalogues.found(package))
    assert renewed["Household"].string == "Домаћинство"
    assert ("a visit", "visits") not in renewed
    text = (locale / "sr/LC_MESSAGES/django.po").read_text()
    assert "X-Reviewed: no" in text
    assert "a visit" not in text


def test_the_same_strings_give_the_same_file(package: Path, locale: Path) -> None:
    template = catalogues.found(package)
    catalogues.update("mk", template)
    first = (locale / "mk/LC_MESSAGES/django.po").read_bytes()
    catalogues.update("mk", template)
    assert (locale / "mk/LC_MESSAGES/django.po").read_bytes() == first


def test_latin_serbian_follows_the_cyrillic_catalogue(package: Path, locale: Path) -> None:
    stored = catalogues.update("sr", catalogues.found(package))
    plural = ("One visit to %(place)s", "%(n)s visits to %(place)s")
    stored["Household"].string = "Домаћинство"
    stored[plural].string = ("Једна посета: %(place)s", "%(n)s посете: %(place)s", "%(n)s посета: %(place)s")
    catalogues.write(stored, "sr")
    written = {path.parent.parent.name for path in catalogues.compile_all()}
    assert written == {"sr", "sr_Latn"}
    latin = catalogues.read("sr-latn")
    assert latin["Household"].string == "Domaćinstvo"
    forms = latin[plural].string
    assert isinstance(forms, tuple)
    assert forms[1] == "%(n)s posete: %(place)s"


def test_a_catalogue_is_reviewed_when_its_head_says_so(package: Path, locale: Path) -> None:
    catalogues.update("sr", catalogues.found(package))
    languages.is_reviewed.cache_clear()
    assert not languages.is_reviewed("sr")
    path = locale / "sr/LC_MESSAGES/django.po"
    path.write_text(path.read_text().replace("X-Reviewed: no", "X-Reviewed: yes"))
    languages.is_reviewed.cache_clear()
    assert languages.is_reviewed("sr")
    assert languages.is_reviewed("sr-latn")
    languages.is_reviewed.cache_clear()


@pytest.mark.parametrize("code", catalogues.WRITTEN_BY_HAND)
def test_what_we_say_for_libraries_is_what_they_say(code: str) -> None:
    known: list[Catalog] = []
    for library in (allauth, django.conf, django.contrib.auth):
        theirs = Path(str(library.__file__)).parent / "locale/sr/LC_MESSAGES/django.po"
        with theirs.open("rb") as stored:
            known.append(read_po(stored))
    ours = [message for message in catalogues.read(code, languages.LIBRARIES_DIR) if message.id]
    assert len(ours) > 100
    for message in ours:
        assert any(one.get(message.id) is not None for one in known), message.id
        assert list(faults(ids(message), forms(message))) == []
