"""Taking a kept upload in after its cause was mended: as if its device had sent it now."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction

from khetane.access.enums import DeviceState
from khetane.access.tokens import DeviceIdentity
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.forms.attaching import File
from khetane.forms.kept import decide, open_kept, waiting
from khetane.forms.models import KeptState, KeptUpload
from khetane.forms.receiving import receive
from khetane.forms.uploads import Answer, Status, Upload

NOT_A_RECORD = Sentence(
    "mend-01",
    gettext_noop(
        "This is a file without its record. Take its record in, or set the file aside with a reason."
    ),
)
TAKEN_IN = (Status.STORED, Status.KNOWN)


@transaction.atomic
def take_in(kept_id: UUID) -> Answer:
    """Take a kept record in, with the files kept beside it, for the account and unit that sent it.

    Raises Invalid with the reason when it still cannot be taken, NotAllowed without submission.review.
    """
    kept = waiting(kept_id)
    if kept.file_name:
        raise Invalid(NOT_A_RECORD.about())
    beside = list(files_beside(kept))
    upload = Upload(open_kept(kept), tuple(File(one.file_name, open_kept(one)) for one in beside))
    sender = DeviceIdentity(kept.device or uuid4(), kept.account, kept.unit_id, DeviceState.ACTIVE)
    answer = receive(sender, upload, received_at=kept.received_at)
    if answer.status not in TAKEN_IN:
        raise Invalid(answer.said)
    for one in (kept, *beside):
        decide(one, KeptState.APPLIED, answer.said.message)
    return answer


def files_beside(kept: KeptUpload) -> list[KeptUpload]:
    """The files that came with a kept record and wait as well."""
    if not kept.instance_id:
        return []
    same = KeptUpload.objects.filter(unit=kept.unit_id, account=kept.account, instance_id=kept.instance_id)
    return list(
        same.filter(state=KeptState.WAITING, code=kept.code).exclude(file_name="").order_by("file_name")
    )
