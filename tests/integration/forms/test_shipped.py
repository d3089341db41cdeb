from __future__ import annotations

import pytest

from khetane.access.models import AuditEvent
from khetane.core.viewer import acting_as_system
from khetane.forms.models import Form, FormVersion
from khetane.forms.shipped import publish_standard
from khetane.forms.standard import FORMS

pytestmark = pytest.mark.django_db


def test_our_own_forms_are_published_once() -> None:
    done: list[str] = []
    with acting_as_system():
        assert len(publish_standard(done.append)) == len(FORMS)
        assert done == list(FORMS)
        assert publish_standard() == []
        mandates = dict(FormVersion.objects.values_list("form__form_id", "mandate"))
        titles = FormVersion.objects.get(form__form_id="visit").titles
        shown = Form.objects.get(form_id="visit").titles
    assert mandates["note_health"] == "health"
    assert mandates["visit"] == ""
    assert titles == shown
    assert (titles["sr"], titles["sr-latn"]) == ("Заједничка посета", "Zajednička poseta")

    # A release before titles were kept: publishing again adds them.
    with acting_as_system():
        FormVersion.objects.filter(form__form_id="visit").update(titles={})
        Form.objects.filter(form_id="visit").update(titles={})
        (again,) = publish_standard()
        assert again.version.titles["mk"] == "Заедничка посета"
        assert Form.objects.get(form_id="visit").titles == again.version.titles
        assert AuditEvent.objects.filter(kind="form_version", fields=["titles"]).count() == 1
