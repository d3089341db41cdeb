"""What can be wrong with a submission or an XForm, numbered. A number is never used again."""

from __future__ import annotations

from khetane.core.problems import Problem, Sentence, gettext_noop

_ = gettext_noop

# The document itself
EMPTY = Sentence("xml-01", _("The file is empty. Send the finished form again."))
TOO_LARGE = Sentence(
    "xml-02",
    _("The XML has {size} bytes and at most {limit} are taken. Send photos as attachments."),
)
NOT_UTF8 = Sentence(
    "xml-03",
    _("The XML is not UTF-8 text: byte {position} cannot be read. Save or send it again as UTF-8."),
)
DOCTYPE = Sentence(
    "xml-04",
    _("The XML declares a document type or entities, which are never read. Send it without the DOCTYPE."),
)
CUT_OFF = Sentence(
    "xml-05", _("The XML ends in the middle, at line {line}. The transfer was cut off: send it again.")
)
NOT_WELL_FORMED = Sentence(
    "xml-06", _("The XML is not well-formed at line {line}, column {column}. Send the form's own file.")
)
TOO_MANY_NODES = Sentence(
    "xml-07", _("The XML has {count} elements and at most {limit} are taken. Split the form into several.")
)
TOO_DEEP = Sentence("xml-08", _("The XML is nested more than {limit} levels deep. Send the form's own file."))
TOO_LONG_A_TEXT = Sentence(
    "xml-09", _("One text or attribute of the XML is longer than 10 MB. Send files as attachments.")
)

# The submission
NO_FORM_ID = Sentence(
    "submission-01", _('The first element "{root}" names no form. Its "id" attribute must be the form\'s id.')
)
ENCRYPTED = Sentence(
    "submission-02",
    _("The submission is encrypted and cannot be read here. Publish the form without a public key."),
)
BAD_INSTANCE_ID = Sentence(
    "submission-03", _("The instanceID has {length} characters and at most {limit} are taken. Send a UUID.")
)

# Entities in a submission
NO_DATASET = Sentence(
    "entity-01", _('The entity at {path} names no dataset. Add a "dataset" attribute to the form\'s entity.')
)
UNDECLARED = Sentence(
    "entity-02",
    _('The entity at {path} writes to dataset "{dataset}", which the form does not declare there. '
      "Publish the form version that declares it, then apply the submission again."),
)  # fmt: skip
NO_ID = Sentence(
    "entity-03",
    _('The entity at {path} (dataset "{dataset}") has no id. Choose the record it is about and apply again.'),
)
BAD_ID = Sentence(
    "entity-04",
    _('The entity at {path} (dataset "{dataset}") has the id "{id}", which is not a UUID. Correct the id.'),
)
NO_LABEL = Sentence(
    "entity-05",
    _('The entity at {path} creates a record of "{dataset}" without a label. Fill in the answer it uses.'),
)
NO_BASE_VERSION = Sentence(
    "entity-06",
    _('The entity at {path} changes a record of "{dataset}" without saying on which version it is based. '
      "Fetch the record's list on the device again, or apply the change by hand."),
)  # fmt: skip
BAD_VERSION = Sentence(
    "entity-07",
    _('The entity at {path} (dataset "{dataset}") has {name} "{value}", not a whole number above 0.'),
)
BAD_BRANCH = Sentence(
    "entity-08",
    _('The entity at {path} (dataset "{dataset}") has the branchId "{value}", which is not a UUID.'),
)
PROPERTY_TWICE = Sentence(
    "entity-09",
    _('The entity at {path} (dataset "{dataset}") gives property "{name}" more than once. Keep one answer.'),
)

# The XForm
NOT_AN_XFORM = Sentence(
    "xform-01", _("The XML is not an XForm: it has no {part}. Export the form from its editor as an XForm.")
)
ENTITIES_TOO_NEW = Sentence(
    "xform-02",
    _("The form follows version {version} of the entities specification; up to {known} is understood here. "
      "Save the form for that version."),
)  # fmt: skip
BAD_DATASET = Sentence(
    "xform-03",
    _('The entity dataset "{dataset}" has a name that is not allowed. Use letters, digits, "_" and "-", '
      'begin with a letter, no "." and no "__" in front.'),
)  # fmt: skip
BAD_PROPERTY = Sentence(
    "xform-04",
    _('The answer {path} is saved to property "{name}", a name that is not allowed. Use letters, digits, "_" '
      'and "-", begin with a letter, no "__" in front, and neither "name" nor "label".'),
)  # fmt: skip
SAVED_NOWHERE = Sentence(
    "xform-05",
    _("The answer {path} is saved to an entity, but the form declares no entity around it. "
      "Declare an entity in its group or repeat, or remove save_to."),
)  # fmt: skip
SAVED_ACROSS_REPEAT = Sentence(
    "xform-06",
    _("The answer {path} is in a repeat but its entity is outside. Declare the entity in the repeat."),
)
SAVED_TWICE = Sentence(
    "xform-07",
    _('The answers {first} and {second} are both saved to property "{name}" of "{dataset}". Rename one.'),
)
PUBLIC_KEY = Sentence(
    "xform-08",
    _("The form encrypts its answers (public_key), so that this system could not read them. "
      "Remove the public key; answers are encrypted here anyway."),
)  # fmt: skip
SENT_ELSEWHERE = Sentence(
    "xform-09",
    _('The form sends its answers to another server ("{address}"). Remove submission_url from its settings.'),
)
TOO_LONG = Sentence("xform-10", _("The form's {part} has {length} characters and at most {limit} are taken."))


class Unreadable(Exception):
    """A submission, or a form, that cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
