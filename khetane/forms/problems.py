"""What can be wrong with publishing a form or taking a submission, numbered. A number is never used again."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

_ = gettext_noop

# Publishing
OTHER_CONTENT = Sentence(
    "publish-01",
    _('Version "{version}" of form "{form_id}" is published already with other content. '
      "Give the changed form a new version in its settings, then publish it."),
)  # fmt: skip
NAMES_REMOVED = Sentence(
    "publish-13",
    _('The name of an erased person was taken out of version "{version}" of form "{form_id}" here. Take it out of your '
      "workbook too, give it a new version in its settings, then publish it."),
)  # fmt: skip
BAD_MANDATE = Sentence(
    "publish-02",
    _(
        'The setting khetane_mandate is "{mandate}", which is no mandate. Use one of: {mandates}, or leave it empty.'
    ),
)
BAD_SENSITIVITY = Sentence(
    "publish-03", _('The setting khetane_sensitivity is "{level}". Use one of: {levels}, or leave it empty.')
)
MEDIA_NAME = Sentence(
    "publish-04", _('The file name "{name}" cannot be used. Use a plain name of at most 255 characters.')
)
OTHER_SETTINGS = Sentence(
    "publish-06",
    _('Version "{version}" of form "{form_id}" is published with another mandate or sensitivity. '
      "Give the changed form a new version in its settings, then publish it."),
)  # fmt: skip
TITLE_TOO_LONG = Sentence(
    "publish-07",
    _("The form's title or id has {length} characters and at most {limit} are taken. Shorten it."),
)
MEDIA_TOO_LARGE = Sentence(
    "publish-08", _('The file "{name}" has {size} bytes and at most {limit} are taken. Make it smaller.')
)
MEDIA_TOGETHER = Sentence(
    "publish-14",
    _(
        "The files beside the form have {size} bytes together and at most {limit} are taken. Make them smaller, or leave some out."
    ),
)
OFFERED_BY_OTHERS = Sentence(
    "publish-09",
    _('The form "{form_id}" is not your unit\'s: it is offered to every unit, or by another one. Publish yours '
      "under a form_id of its own, or ask an administrator."),
)  # fmt: skip
FILES_OF_MEMBERS = Sentence(
    "publish-12",
    _('Files of the form "{form_id}" are given and opened by the members of its unit: they may name whom it asks '
      "about. Ask the unit's coordinator to add them."),
)  # fmt: skip
LOOSENED = Sentence(
    "publish-10",
    _('The form "{form_id}" was published with mandate "{mandate}" and sensitivity "{level}". A new version '
      "keeps the mandate and never lowers the sensitivity, since others would read what was said to few. Put both "
      "back, or publish under another form_id."),
)  # fmt: skip
FOR_WHICH_UNIT = Sentence(
    "publish-11", _("Your roles let you publish for several units. Say which of them offers this form.")
)

# What a device is told
STORED = Sentence("answer-01", _("The record was stored and applied."))
STORED_HELD = Sentence(
    "answer-02", _("The record was stored. It waits for an earlier one that has not arrived yet.")
)
STORED_CONFLICT = Sentence(
    "answer-03", _("The record was stored. Somebody else changed the same answer; your coordinator decides.")
)
STORED_CORRECTION = Sentence(
    "answer-04", _("The record was stored. Something in it must be corrected before it counts:")
)
AGAIN = Sentence("answer-06", _("The record was here already; nothing changed."))
ATTACHED = Sentence("answer-07", _("The record was here already; the further files were stored."))
ID_TAKEN = Sentence(
    "answer-08",
    _("The record could not be stored under its id, which another record has. It was kept "
      "for review."),
)  # fmt: skip
FILE_TAKEN = Sentence(
    "answer-09",
    _('The record has a file "{name}" with other content already. The new file was kept '
      "for review."),
)  # fmt: skip
UNKNOWN_FORM = Sentence(
    "answer-10",
    _('The form "{form_id}" is not published here. The record was kept; it can be taken in once the form is '
      "published."),
)  # fmt: skip
UNKNOWN_VERSION = Sentence(
    "answer-11",
    _('Version "{version}" of the form "{form_id}" is not published here. The record was kept; it can be taken in '
      "once that version is published."),
)  # fmt: skip
MAY_NOT_SEND = Sentence(
    "answer-12",
    _(
        "This device's account may not send records for its unit. Ask the administrator of your installation for the role."
    ),
)
MAY_NOT_RECORD = Sentence(
    "answer-13",
    _(
        "The sender's roles do not allow recording for this unit. Grant the role, then apply the record again."
    ),
)
NO_XML = Sentence(
    "answer-14", _('The upload has no part "xml_submission_file". Send the finished form again.')
)
TWICE_NAMED = Sentence(
    "answer-15", _('The upload has two files named "{name}". Send each file once, under its own name.')
)
BUSY = Sentence("answer-16", _("The same record is being stored at this moment. Send it again in a minute."))
LONG_NAME = Sentence(
    "answer-17",
    _("A file's name has {length} characters and at most {limit} are taken. Give it a shorter name."),
)
UNWRITABLE_NAME = Sentence(
    "answer-19",
    _(
        "The name or kind of a file holds a sign that cannot be stored. Give the file a plain name and send it again."
    ),
)
NOT_ATTACHED = Sentence(
    "answer-18",
    _("The record was here already. Its further files were not kept, because somebody in it was erased or "
      "pseudonymised."),
)  # fmt: skip

# Review
NOT_WAITING = Sentence("review-01", _("This upload was dealt with already. Open it to see what was decided."))
REASON_NEEDED = Sentence("review-02", _("Say in a sentence why the upload is set aside."))
