from __future__ import annotations

import pytest

from khetane.access.models import Account
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.attaching import File
from khetane.forms.kept import set_aside
from khetane.forms.models import KeptUpload, Submission
from khetane.forms.reapplying import reapply
from khetane.forms.receiving import receive
from khetane.forms.uploads import Status, Upload
from khetane.people.models import Household
from khetane.places.models import Place
from tests.world import Town, account, town
from tests.world_devices import PLAIN, device, plain, published, registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Town:
    return town("NIS")


@pytest.fixture
def coordinator(home: Town) -> Account:
    return account("unit_coordinator", home.unit)


def keep_one(sender: Account, home: Town) -> None:
    upload = Upload(plain("kept", instance="uuid:k"), (File("photo.jpg", b"jpeg"),))
    assert receive(device(sender, home), upload).status == Status.UNKNOWN_FORM


def test_setting_aside_needs_a_reason_and_the_permission(coordinator: Account, home: Town) -> None:
    mediator = account("health_mediator", home.unit)
    keep_one(coordinator, home)
    with acting_as(coordinator.pk):
        record = KeptUpload.objects.get(file_name="")
        with pytest.raises(Invalid, match="Say in a sentence"):
            set_aside(record.pk, "  ")
        assert set_aside(record.pk, "A trial.").state == "set_aside"
    with acting_as(mediator.pk):
        assert not KeptUpload.objects.exists()
        with pytest.raises((NotAllowed, KeptUpload.DoesNotExist)):
            set_aside(record.pk, "Not mine to decide.")


def test_a_record_is_applied_again_after_its_cause_was_mended(coordinator: Account, home: Town) -> None:
    published(coordinator)
    answer = receive(device(coordinator, home), Upload(registration("NIS-S2")))
    assert answer.state == "needs_correction"
    assert answer.submission_id is not None
    with acting_as_system():
        Place.objects.create(
            kind="settlement",
            code="NIS-S2",
            name="Settlement two",
            sort_key="two",
            parent=home.municipality,
            path="see.rs.nis.s2",
        )
    with acting_as(coordinator.pk):
        assert reapply(answer.submission_id).state == "applied"
        assert Submission.objects.get().state == "applied"
        assert Household.objects.count() == 1


def test_what_a_sender_may_not_read_is_still_replaced_and_added_to(coordinator: Account, home: Town) -> None:
    """A form that is special is read by few; the mediator who sent it is not among them."""
    columns, values = PLAIN["settings"]
    special = [[*columns, "khetane_sensitivity"], [*values, "special"]]
    published(coordinator, {**PLAIN, "settings": special})
    phone = device(account("health_mediator", home.unit), home)
    first = Upload(plain("one", instance="uuid:s1"))
    receive(phone, first)
    later = Upload(first.xml, (File("photo.jpg", b"jpeg"),))
    assert receive(phone, later).status == Status.STORED
    second = plain("two", instance="uuid:s2", meta="<deprecatedID>uuid:s1</deprecatedID>")
    assert receive(phone, Upload(second)).state == "applied"
    with acting_as(phone.account_id):
        assert not Submission.objects.exists()
    with acting_as(coordinator.pk):
        assert dict(Submission.objects.values_list("instance_id", "state")) == {
            "s1": "replaced",
            "s2": "applied",
        }
        assert Submission.objects.get(instance_id="s1").attachments.count() == 1
