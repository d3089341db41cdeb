"""What can be wrong with an uploaded form, numbered, and where in the workbook it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from khetane.core.problems import Problem, Sentence, gettext_noop

_ = gettext_noop

# The file
EMPTY = Sentence("form-01", _('The file "{filename}" is empty. Save it again and upload it.'))
TOO_LARGE = Sentence(
    "form-02", _("The file has {size} bytes and at most {limit} are taken. Move long lists to CSV files.")
)
NOT_A_FORM = Sentence(
    "form-03",
    _(
        'The file "{filename}" is {what}, not a form. Upload an Excel workbook (.xlsx or .xls) or an XForm (.xml).'
    ),
)
PASSWORD = Sentence(
    "form-04", _('The workbook "{filename}" is protected by a password. Remove it in Excel and upload again.')
)
DAMAGED = Sentence(
    "form-05",
    _(
        'The workbook "{filename}" is damaged and cannot be opened. Open it in Excel, save it as .xlsx and upload that.'
    ),
)
UNPACKS_TOO_LARGE = Sentence(
    "form-06",
    _(
        "The workbook unpacks to {size} bytes and at most {limit} are taken. Remove pictures and unused sheets."
    ),
)
PACKED_TOO_TIGHT = Sentence(
    "form-07",
    _("The workbook unpacks to {ratio} times its size and at most {limit} times is taken. "
      "Delete empty rows and columns and save it again."),
)  # fmt: skip
TOO_MANY_PARTS = Sentence(
    "form-08", _("The workbook holds {count} parts and at most {limit} are taken. Save it again as .xlsx.")
)
OTHER_NAME = Sentence(
    "form-09",
    _('The file is named "{filename}" but holds {what}. It was read as that; rename it to avoid confusion.'),
)

# The conversion as a process
TOOK_TOO_LONG = Sentence(
    "form-10",
    _(
        "The form took longer than {seconds} seconds to convert and was stopped. Move long lists to CSV files."
    ),
)
TOOK_TOO_MUCH = Sentence(
    "form-11",
    _(
        "The form needed more than {megabytes} MB of memory to convert and was stopped. Move long lists to CSV files."
    ),
)
STOPPED = Sentence(
    "form-12",
    _(
        "The converter stopped in the middle ({reason}). Nothing was published. Try again, or send the form to support."
    ),
)
XFORM_TOO_LARGE = Sentence(
    "form-13",
    _("The converted form has {size} bytes and at most {limit} are taken. Move long lists to CSV files."),
)
CONVERTER_FAILED = Sentence(
    "form-14",
    _("The converter failed with an error of its own ({kind}). Compare the form with one that works, "
      "or send it to support."),
)  # fmt: skip
CROWDED = Sentence(
    "form-15",
    _("Other forms are being converted at this moment. Nothing was published. Upload it again in a minute."),
)

# The content, found by us
CHOICE_TWICE = Sentence(
    "form-20",
    _('the choice "{choice}" stands {times} times in list "{list}" (rows {rows} and {last}). '
      "Remove all but one, or allow duplicates in the form's settings."),
)  # fmt: skip
CHOICE_TWO_TIMES = Sentence(
    "form-21",
    _('the choice "{choice}" stands twice in list "{list}" (rows {rows} and {last}). '
      "Remove one, or allow duplicates in the form's settings."),
)  # fmt: skip
NO_LIST = Sentence(
    "form-22",
    _('the list "{list}" is not on the sheet "choices". Add its choices, or correct the name of the list.'),
)
NO_LIST_MEANT = Sentence(
    "form-22",
    _('the list "{list}" is not on the sheet "choices" (did you mean "{meant}"?). Add its choices, or correct the '
      "name of the list."),
)  # fmt: skip
NO_QUESTION = Sentence(
    "form-23",
    _('column "{column}" refers to ${{{name}}}, and no question has that name. Correct the name.'),
)
NO_QUESTION_MEANT = Sentence(
    "form-23",
    _('column "{column}" refers to ${{{name}}}, and no question has that name (did you mean "{meant}"?). Correct '
      "the name."),
)  # fmt: skip
NAME_TWICE = Sentence(
    "form-24",
    _(
        'the name "{name}" is already used in row {other} of the same group. Give one of the two another name.'
    ),
)
SPACE_IN_CHOICE = Sentence(
    "form-25",
    _('the choice "{choice}" of list "{list}" has a space in its name, and a question with several answers uses '
      "the list. Write the name without spaces."),
)  # fmt: skip
UNKNOWN_TYPE = Sentence("form-26", _('the type "{type}" is not known. Correct the type.'))
UNKNOWN_TYPE_MEANT = Sentence(
    "form-26", _('the type "{type}" is not known (did you mean "{meant}"?). Correct the type.')
)
NO_SURVEY = Sentence(
    "form-27", _('The workbook has no sheet named "survey". Name the sheet with the questions so.')
)
NO_SURVEY_MEANT = Sentence(
    "form-27",
    _('The workbook has no sheet named "survey" (did you mean "{meant}"?). Name the sheet with the questions so.'),
)  # fmt: skip
NO_LANGUAGE_CODE = Sentence(
    "form-29",
    _('The language "{language}" has no code, so that the app cannot choose it by itself. '
      'Write the column as "label::{language} (xx)" with its code.'),
)  # fmt: skip
BAD_NAME = Sentence(
    "form-32",
    _('the name "{name}" is none that a form can use. Begin it with a letter or "_" and go on with letters, digits, '
      '"_", "-" or ".": for example "{better}".'),
)  # fmt: skip
NO_NAME = Sentence("form-33", _('this question or group has no name. Give it one in the column "name".'))
NO_CALCULATION = Sentence(
    "form-34", _('nothing is calculated here. Fill in the column "calculation", or remove the row.')
)
NO_TRANSLATION = Sentence(
    "form-35",
    _(
        'the language "{language}" has no {columns}. Add a column for each: who reads that language sees nothing there.'
    ),
)

# The content, in the converter's words; those that we know have sentences in `converter_says`
FROM_CONVERTER = Sentence("form-30", _("pyxform, which converts the form, says in English: “{text}”"))
NO_QUESTIONS = Sentence(
    "form-31",
    _("the form asks nothing. Write its questions here: type, name and label, each in a row of its own."),
)

_WORDS = frozenset({"what"})  # what a file is: khetane.forms.xlsform.container

# Where
_IN_ROW = _('Row {row} of sheet "{sheet}": {text}')
_IN_SHEET = _('Sheet "{sheet}": {text}')


@dataclass(frozen=True, slots=True)
class FormProblem:
    """A problem and its place. `row` counts as Excel does: the header is row 1."""

    sheet: str | None
    row: int | None
    problem: Problem

    @property
    def message(self) -> str:
        return self.translated(gettext_noop)

    def without_place(self, gettext: Callable[[str], str]) -> str:
        """The sentence alone; a value that is a word of ours is translated too."""
        values = {
            name: gettext(value) if name in _WORDS and isinstance(value, str) else value
            for name, value in self.problem.values.items()
        }
        return replace(self.problem, values=values).translated(gettext)

    def translated(self, gettext: Callable[[str], str]) -> str:
        text = self.without_place(gettext)
        if self.sheet is None:
            return text
        if self.row is None:
            return gettext(_IN_SHEET).format(sheet=self.sheet, text=text)
        return gettext(_IN_ROW).format(row=self.row, sheet=self.sheet, text=text)

    def to_json(self) -> dict[str, Any]:
        """With the keys that scripts read (`sheet`, `row`, `message`) and what translation needs."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "message": self.message,
            "code": self.problem.code,
            "sentence": self.problem.sentence,
            "values": dict(self.problem.values),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FormProblem:
        return cls(data["sheet"], data["row"], Problem(data["code"], data["sentence"], data["values"]))


def nowhere(problem: Problem) -> FormProblem:
    """A problem of the file as a whole."""
    return FormProblem(None, None, problem)
