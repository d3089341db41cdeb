"""What the converter says of what a form saves to lists of entities."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop
from khetane.forms.xlsform.converter_says.known import Known, known

_ = gettext_noop

KNOWN: tuple[Known, ...] = (
    known(
        Sentence(
            "form-130",
            _(
                'the column "save_to" needs a sheet "entities" that says to what the answers are saved. Add the '
                "sheet, or empty the column."
            ),
        ),
        r"the 'save_to' value is invalid\. To save entity properties using the save_to column, add an entities sheet",
    ),
    known(
        Sentence(
            "form-131", _('the question in row {other} saves to "{property}" already. Change one of the two.')
        ),
        r"the 'save_to' value is invalid\. The save_to property '(?P<property>.*)' is already assigned by row '(?P<other>\d+)'",
    ),
    known(
        Sentence(
            "form-132",
            _('a group or repeat is not saved, only the questions in it. Move "save_to" to a question.'),
        ),
        r"the 'save_to' value is invalid\. Groups and repeats can't be saved",
    ),
    known(
        Sentence(
            "form-133",
            _(
                'the list "{list}" is not on the sheet "entities". Add it there, or correct its name in '
                '"save_to".'
            ),
        ),
        r"the 'save_to' value is invalid\. The entity list name '(?P<list>.*)' was not found on the entities sheet",
    ),
    known(
        Sentence(
            "form-134",
            _(
                'the list "{list}" has no label, and what is created needs one. Write one in the column "label", '
                'or name in "entity_id" what is changed.'
            ),
        ),
        r"the entity declaration is invalid\. The entity list name '(?P<list>.*)' does not have a label",
    ),
    known(
        Sentence(
            "form-135",
            _(
                'the list "{list}" has "create_if" and "entity_id" but no "update_if". Add it, or delete '
                '"entity_id" when everything is new.'
            ),
        ),
        r"the entity declaration is invalid\. The entity list name '(?P<list>.*)' does not have an 'update_if'",
    ),
    known(
        Sentence(
            "form-136",
            _(
                'the list "{list}" has "update_if" but does not say in "entity_id" what is changed. Add it, or '
                'delete "update_if".'
            ),
        ),
        r"the entity declaration is invalid\. The entity list name '(?P<list>.*)' does not have an 'entity_id'",
    ),
    known(
        Sentence(
            "form-137",
            _(
                'the form saves to several lists. Write the name of the list and "#" before the name in '
                '"save_to": list#name.'
            ),
        ),
        r"the 'save_to' value is invalid\. When there is more than one entity declaration",
    ),
    known(
        Sentence(
            "form-138",
            _(
                "one group or repeat can save to one list only, and row {other} has it already. Put the questions"
                " of each list into a group of their own."
            ),
        ),
        r"the entity declaration is invalid\. Each container \(survey, group, repeat\) may have only one entity declaration.* entity on row '(?P<other>\d+)'",
    ),
    known(
        Sentence(
            "form-139",
            _(
                'the list "{list}" takes answers from groups or repeats that do not belong together. Bring them '
                'into one with a question of the type "calculate".'
            ),
        ),
        r"(?:the 'save_to' value is invalid\. |the entity declaration is invalid\. )The entity list name '(?P<list>.*?)' has a reference in container scope",
    ),
    known(
        Sentence("form-140", _('the column "save_to" has more than one "#". Write it as list#name.')),
        r"the 'save_to' value is invalid\. A 'save_to' value must have at most one '#'",
    ),
    known(
        Sentence("form-141", _("another row has the same list. Delete one of the two.")),
        r"the 'list_name' value is invalid\. The 'list_name' column must not have any duplicate",
    ),
    known(
        Sentence("form-142", _('the list has no name. Write one in the column "list_name".')),
        r"the 'list_name' value is invalid\. Entity lists must have a name",
    ),
)
