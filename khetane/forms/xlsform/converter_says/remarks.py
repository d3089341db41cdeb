"""What the converter remarks of a form that it takes."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop
from khetane.forms.xlsform.converter_says.known import Known, known

_ = gettext_noop

KNOWN: tuple[Known, ...] = (
    known(
        Sentence(
            "form-40",
            _(
                'the column "disabled" no longer belongs to a form. Leave the row out, or write in the column '
                '"relevant" when it is asked.'
            ),
        ),
        r"The 'disabled' column header",
    ),
    known(
        Sentence(
            "form-41",
            _("this row has no type, no name and no label, and was left out. Fill it in, or delete it."),
        ),
        r"Row without name, text, or label",
    ),
    known(
        Sentence("form-42", _('most devices no longer answer the type "{type}". Remove the row.')),
        r"(?P<type>\w+) is no longer supported on most devices",
    ),
    known(
        Sentence(
            "form-43",
            _(
                'this repeat has no label, so that nobody reads what it repeats. Write one in the column "label".'
            ),
        ),
        r"Repeat has no label",
    ),
    known(
        Sentence(
            "form-44",
            _(
                '"select_one_external" is meant for lists with a filter. Write one in the column "choice_filter",'
                ' or use "select_one".'
            ),
        ),
        r"select one external is only meant for filtered",
    ),
    known(
        Sentence(
            "form-45",
            _(
                "a picture is sent in its full size, which takes long and needs space. Write max-pixels=1024 in "
                'the column "parameters".'
            ),
        ),
        r"Use the max-pixels parameter",
    ),
    known(
        Sentence(
            "form-46",
            _(
                'what "or_other" adds stays in English in every language. Write the choice "other" and a question'
                " for its text yourself."
            ),
        ),
        r"This form uses or_other and translations",
        sheet="survey",
        finds=("type", "or_other"),
    ),
    known(
        Sentence(
            "form-47",
            _(
                'the column "{column}" was left out, because its name has a space in it. Write the name with "_",'
                " or delete the column."
            ),
        ),
        r"the '(?P<column>.*)' value is invalid\. Column headers must not be empty",
    ),
    known(
        Sentence(
            "form-48",
            _('this choice has no label, so that people read its name. Write one in the column "label".'),
        ),
        r".*Choices should have a label",
    ),
    known(
        Sentence(
            "form-49",
            _(
                'the name "{name}" is like another one in the same group but for capital letters. Give one of the'
                " two another name."
            ),
        ),
        r"the 'name' value '(?P<name>.*)' is problematic",
    ),
    known(
        Sentence(
            "form-50",
            _(
                'There is no sheet named "{missing}", but there is {candidates}. Rename it, or put "_" before its'
                " name when it does not belong to the form."
            ),
        ),
        r"When looking for a sheet named '(?P<missing>.*?)', .* found: (?P<candidates>.*?)\. If you",
    ),
    known(
        Sentence(
            "form-51",
            _(
                'the columns "form_id" and "id_string" mean the same, and "form_id" was taken. Delete '
                '"id_string".'
            ),
        ),
        r"The form_id and id_string column headers",
        sheet="settings",
    ),
)
