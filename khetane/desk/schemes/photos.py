"""Pictures of what was reached: sent with a milestone, and found again by the submissions that made or changed it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from khetane.core.viewer import current
from khetane.forms.attaching import File
from khetane.forms.models import Attachment
from khetane.forms.pictures import picture_of
from khetane.forms.pictures.reading import Unreadable
from khetane.history.models import EntityChange

LARGEST = 8 * 1024 * 1024
KINDS = ("image/jpeg", "image/png")


class PhotoField(forms.FileField):
    """A picture as a phone takes it, cleaned to a `File` without its name there and without the camera's notes."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png"})
    default_error_messages = {
        "kind": _(
            "This is no picture in JPEG or PNG. Take the photo with the phone's camera, or choose another file."
        ),
        "large": _(
            "This picture has more than 8 MB. Choose a smaller size in the camera, or send it smaller."
        ),
    }

    def clean(self, data: UploadedFile[bytes] | None, initial: object = None) -> File | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > LARGEST:
            raise forms.ValidationError(self.error_messages["large"], code="large")
        try:
            picture = picture_of(upload.read())
        except Unreadable:
            picture = None
        if picture is None or picture.kind not in KINDS:
            raise forms.ValidationError(self.error_messages["kind"], code="kind")
        return File(f"photo.{picture.ending}", picture.content, picture.kind)


def photos_of(records: Iterable[UUID]) -> dict[UUID, list[Attachment]]:
    """By record, the pictures whose submission the viewer may open, the oldest first; their content stays where it is."""
    wanted = list(records)
    if not wanted or not current().can("submission.read"):
        return {}
    changes = set(EntityChange.objects.filter(record__in=wanted).values_list("record", "source"))
    found = Attachment.objects.filter(
        submission__in={source for _record, source in changes}, content_type__startswith="image/"
    )
    photos: dict[UUID, list[Attachment]] = {}
    for one in found.defer("content").order_by("received_at"):
        for record, source in changes:
            if source == one.submission_id:
                photos.setdefault(record, []).append(one)
    return photos
