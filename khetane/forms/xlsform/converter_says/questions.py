"""What the converter says of rows of the survey."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop
from khetane.forms.xlsform.converter_says.known import Known, known

_ = gettext_noop

KNOWN: tuple[Known, ...] = (
    known(
        Sentence(
            "form-70", _('this question has no type. Write one in the column "type", for example "text".')
        ),
        r"Question with no type",
    ),
    known(
        Sentence(
            "form-71",
            _(
                '"end_{type}" ends what was never begun. Write "begin_{type}" before its questions, or delete '
                "this row."
            ),
        ),
        r"Unmatched 'end_(?P<type>\w+)'",
    ),
    known(
        Sentence(
            "form-72",
            _(
                '"begin_{type}" with the name "{name}" is never ended. Write "end_{type}" after its last '
                "question."
            ),
        ),
        r"Unmatched 'begin_(?P<type>\w+)'\. No matching '.*' was found for the name '(?P<name>.*)'",
    ),
    known(
        Sentence("form-73", _('the question "{name}" has nothing to read. Write it in the column "label".')),
        r"The survey element named '(?P<name>.*)' has no label or hint",
        sheet="survey",
        finds=("name", "{name}"),
    ),
    known(
        Sentence(
            "form-74",
            _(
                'the question "{name}" has a large picture but no small one. Write a file in the column "image" '
                "too."
            ),
        ),
        r"To use big-image, you must also specify an image for the survey element named (?P<name>.*)\.",
        sheet="survey",
        finds=("name", "{name}"),
    ),
    known(
        Sentence(
            "form-75",
            _(
                'the question "{name}" waits in the column "trigger" for "{other}", which nobody answers. Name a '
                "question that is asked."
            ),
        ),
        r"The question \$\{(?P<other>.*?)\} is not user-visible .* question \$\{(?P<name>.*?)\}",
        sheet="survey",
        finds=("name", "{name}"),
    ),
    known(
        Sentence(
            "form-76",
            _(
                'The workbook has no sheet named "external_choices" with the columns "list_name" and "name". Add '
                'it, or use "select_one".'
            ),
        ),
        r"There should be an external_choices sheet",
    ),
    known(
        Sentence(
            "form-77",
            _(
                'the list "{list}" is not on the sheet "external_choices". Add its choices, or correct the name '
                "of the list."
            ),
        ),
        r"List name not in external choices sheet: (?P<list>.*)",
    ),
    known(
        Sentence(
            "form-78",
            _(
                '"or_other" cannot be used together with a filter. Write the choice "other" and a question for '
                "its text yourself."
            ),
        ),
        r"Choice filter not supported with or_other",
    ),
    known(
        Sentence(
            "form-79",
            _('"or_other" needs a list on the sheet "choices". Add the choices there, or delete "or_other".'),
        ),
        r"Please specify choices for this 'or other' question",
    ),
    known(
        Sentence(
            "form-80",
            _(
                'questions in a table ("table-list") cannot have a filter. Delete the filter, or the appearance '
                "of the group."
            ),
        ),
        r"Choice filter not supported for table-list",
    ),
    known(
        Sentence(
            "form-81",
            _(
                'the questions of a table ("table-list") choose from one list, but here are two: "{other}" and '
                '"{list}". Use one.'
            ),
        ),
        r"Badly formatted table list, list names don't match: (?P<other>.*) vs\. (?P<list>.*)",
    ),
    known(
        Sentence("form-82", _('the file "{name}" has an ending that cannot be read. Use one of {endings}.')),
        r"File name for '.*? (?P<name>\S+)' should end with one of the supported file extensions: (?P<endings>.*)",
    ),
    known(
        Sentence(
            "form-83",
            _(
                'this loop names no list. Write "begin_loop over" with the name of a list, or use "begin_repeat".'
            ),
        ),
        r"Repeat loop without list name",
    ),
    known(
        Sentence(
            "form-84",
            _(
                'the list "{list}" of this loop is not on the sheet "choices". Add its choices, or correct the '
                "name of the list."
            ),
        ),
        r"List name not in columns sheet: (?P<list>.*)",
    ),
    known(
        Sentence(
            "form-85",
            _(
                'a question of the type "background-geopoint" calculates nothing. Empty its column "calculation".'
            ),
        ),
        r"For 'background-geopoint' questions, the 'calculation' column must be empty",
    ),
    known(
        Sentence(
            "form-86",
            _(
                'a question of the type "background-geopoint" waits for an answer. Name that question in the '
                'column "trigger".'
            ),
        ),
        r"For 'background-geopoint' questions, the 'trigger' column must not be empty",
    ),
    known(
        Sentence("form-87", _('the row of the type "audit" keeps its own name. Empty its column "name".')),
        r"Audits must always be named 'audit\.'",
    ),
    known(
        Sentence(
            "form-88",
            _('several files or lists of the form are called "{name}". Give each a name of its own.'),
        ),
        r"Instance names must be unique within a form\. The name '(?P<name>.*?)' was found",
        sheet="survey",
    ),
    known(
        Sentence(
            "form-89",
            _(
                'the files "{one}" and "{other}" would have the same name "{name}" in the form. Rename one of '
                "them."
            ),
        ),
        r"The same instance id will be generated .*Instance name: '(?P<name>.*?)', .*Existing URI: '(?P<one>.*?)', .*Duplicate URI: '(?P<other>.*?)'",
        sheet="survey",
    ),
    known(
        Sentence(
            "form-90",
            _(
                'the question "{name}" chooses from a file and uses "search()" as well. Delete "search()", or use'
                " another type."
            ),
        ),
        r"Question '(?P<name>.*?)' is a select from file type, using 'search\(\)'",
        sheet="survey",
        finds=("name", "{name}"),
    ),
    known(
        Sentence(
            "form-91",
            _(
                'the question "{name}" searches in the list "{list}", and other questions use it without '
                '"search()". Give it a list of its own.'
            ),
        ),
        r"Question '(?P<name>.*?)' uses 'search\(\)', .* choice list name '(?P<list>.*?)'\.",
        sheet="survey",
        finds=("name", "{name}"),
    ),
)
