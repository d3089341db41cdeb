from __future__ import annotations

import pytest

from khetane.core.viewer import acting_as_system
from khetane.forms.models import FormVersion
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
    assert mandates["note_health"] == "health"
    assert mandates["visit"] == ""
