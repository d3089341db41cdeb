"""From the body of a post to the record and files in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from khetane.forms import problems
from khetane.forms.attaching import File
from khetane.forms.uploads import Upload
from khetane.integrations.openrosa.bodies import body
from khetane.integrations.openrosa.multipart import BadUpload, parts

XML_PART = "xml_submission_file"


@contextmanager
def upload(environ: Mapping[str, Any]) -> Iterator[Upload]:
    """The record that was posted, while the block lasts.

    Raises BadUpload for what is not a whole multipart message with an XML part, and what `body` raises.
    """
    with body(environ) as data:
        record: bytes | None = None
        files = []
        for part in parts(environ.get("CONTENT_TYPE", ""), data):
            if part.name == XML_PART and record is None:
                record = bytes(part.content)
            elif part.filename:
                files.append(File(part.filename, part.content, part.content_type))
        if record is None:
            raise BadUpload(problems.NO_XML.about())
        yield Upload(record, tuple(files))
