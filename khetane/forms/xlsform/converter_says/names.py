"""What the converter says of columns, names and references."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop
from khetane.forms.xlsform.converter_says.known import Known, known

_ = gettext_noop

KNOWN: tuple[Known, ...] = (
    known(
        Sentence("form-52", _('A sheet has the column "{column}" two times. Delete or rename one of them.')),
        r"Duplicate column header: (?P<column>.*)",
    ),
    known(
        Sentence(
            "form-53",
            _('the column "{column}" holds a date that cannot be read. Write it as text: year-month-day.'),
        ),
        r"The xls file provided has an invalid date on the (?P<sheet>.*) sheet, under the (?P<column>.*) column on row number (?P<below>\d+)",
    ),
    known(
        Sentence(
            "form-54", _('the columns "{other}" and "{column}" mean the same. Delete or rename one of them.')
        ),
        r"Headers that are different names for the same column were found: '(?P<other>.*)', '(?P<column>.*)'\.",
    ),
    known(
        Sentence(
            "form-55",
            _("a column that a form needs is missing: {columns}. Write its name into the first row."),
        ),
        r"One or more required column headers were not found: (?P<columns>.*?)\.(?:\s|$)",
    ),
    known(
        Sentence("form-56", _("columns that are not known: {columns}. Correct their names, or delete them.")),
        r"one or more column names are invalid\. The following column\(s\) are not supported by this version of pyxform: (?P<columns>.*?)\. Please",
    ),
    known(
        Sentence(
            "form-57",
            _(
                'another repeat, or the form itself, has the name "{name}" already. Give this repeat another '
                "name."
            ),
        ),
        r"the 'name' value '(?P<name>.*)' is invalid\. Repeat names must",
    ),
    known(
        Sentence("form-58", _('the name "meta" is reserved for the form itself. Choose another one.')),
        r"the 'name' value 'meta' is invalid",
    ),
    known(
        Sentence("form-59", _('this choice has no name. Write one in the column "name".')),
        r".*Choices must have a name",
    ),
    known(
        Sentence(
            "form-60",
            _(
                'the column "{column}" holds a name that a form cannot use. Begin it with a letter or "_" and go '
                'on with letters, digits, "_", "-" or ".".'
            ),
        ),
        r"the '(?P<column>.*)' value is invalid\. Names must begin with a letter or underscore",
    ),
    known(
        Sentence(
            "form-61",
            _(
                'the column "{column}" holds a name that begins with "__", which is reserved. Take one "_" away.'
            ),
        ),
        r"the '(?P<column>.*)' value is invalid\. Names used here must not begin with two underscores",
    ),
    known(
        Sentence(
            "form-62",
            _(
                'the column "{column}" holds a name with a full stop, which cannot stand there. Write "_" in its '
                "place."
            ),
        ),
        r"the '(?P<column>.*)' value is invalid\. Names used here must not contain a period",
    ),
    known(
        Sentence(
            "form-63",
            _('the column "{column}" holds "name" or "label", which are reserved. Choose another name.'),
        ),
        r"the '(?P<column>.*)' value is invalid\. Names used here must not be 'name' or 'label'",
    ),
    known(
        Sentence(
            "form-64",
            _(
                'the column "{column}" holds a reference that is not complete. Write it as ${{name}}, with the '
                "name of a question."
            ),
        ),
        r"the '(?P<column>.*)' value is invalid\. Reference variables must start with",
    ),
    known(
        Sentence(
            "form-65", _('the column "{column}" refers to several questions. Write a comma between them.')
        ),
        r"the '(?P<column>.*)' value is invalid\. Reference variable lists must have a comma",
    ),
    known(
        Sentence(
            "form-66", _('the column "{column}" refers to "{name}", which is no question. Correct the name.')
        ),
        r"the '(?P<column>.*)' value is invalid\. Reference variables must contain a name from the 'survey' sheet\. Could not find the name '(?P<name>.*)'",
    ),
    known(
        Sentence(
            "form-67",
            _(
                'the column "{column}" refers to "{name}", and more than one question has that name. Give each a '
                "name of its own."
            ),
        ),
        r"the '(?P<column>.*)' value is invalid\. Reference variables names must be unique.* The name '(?P<name>.*)' appears",
    ),
    known(
        Sentence(
            "form-68",
            _(
                'the name "{name}" is used already in the same group, where "or_other" makes names that end in '
                '"_other". Give this question another name.'
            ),
        ),
        r"(?:\[row : unknown\] On the 'survey' sheet, )?the 'name' value '(?P<name>.*?)' is invalid\. Questions, groups",
        sheet="survey",
        finds=("name", "{name}"),
    ),
)
