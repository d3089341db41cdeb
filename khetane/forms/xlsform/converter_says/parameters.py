"""What the converter says of the column "parameters"."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop
from khetane.forms.xlsform.converter_says.known import Known, known

_ = gettext_noop

KNOWN: tuple[Known, ...] = (
    known(
        Sentence(
            "form-100",
            _('the column "parameters" cannot be read. Write each as key=value, with spaces between them.'),
        ),
        r"the 'parameters' value is invalid\. Parameters must be in the form",
    ),
    known(
        Sentence(
            "form-101", _('this type of question takes no parameter "{rejected}". It takes: {accepted}.')
        ),
        r"the 'parameters' value is invalid\. The accepted parameter keys for this question type are '(?P<accepted>.*)'\. The following are invalid parameter key\(s\): '(?P<rejected>.*)'",
    ),
    known(
        Sentence(
            "form-102",
            _(
                'the parameter "{parameter}" must be a number, zero or more. Correct it in the column '
                '"parameters".'
            ),
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter '(?P<parameter>.*)' must be a number",
        r"the 'parameters' value is invalid\. The '(?P<parameter>(?:capture|warning)-accuracy)' parameter must have a numeric value",
        r"Parameter (?P<parameter>\S+) must have an integer value",
        r"(?P<parameter>seed) value must be a number",
        r"Parameter (?P<parameter>\S+) must be greater\s+than or equal to zero",
        sheet="survey",
        finds=("parameters", "{parameter}"),
    ),
    known(
        Sentence(
            "form-103",
            _(
                'the parameter "{parameter}" must be "true" or "false". Correct it in the column "parameters".'
            ),
        ),
        r"the 'parameters' value is invalid\. The '(?P<parameter>allow-mock-accuracy)' parameter must be either 'true' or 'false'",
        r"(?P<parameter>\S+) must be set to true or false",
        sheet="survey",
        finds=("parameters", "{parameter}"),
    ),
    known(
        Sentence(
            "form-104",
            _(
                'the parameter "{parameter}" must be "true", or be left out. Correct it in the column '
                '"parameters".'
            ),
        ),
        r"the 'parameters' value is invalid\. For geoshape and geotrace questions, the '(?P<parameter>incremental)'",
    ),
    known(
        Sentence(
            "form-105",
            _(
                'the parameter "reference-geometry" must name a list, a file of the form, or a repeat as '
                "${{name}}. Correct it."
            ),
        ),
        r"the 'parameters' value is invalid\. The 'reference-geometry' parameter must",
    ),
    known(
        Sentence(
            "form-106",
            _('the parameter "{parameter}" must not be zero. Correct it in the column "parameters".'),
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter '(?P<parameter>.*)' must not be '0'",
    ),
    known(
        Sentence(
            "form-107",
            _(
                'the parameter "{parameter}" is larger than the distance from "start" to "end". Make it smaller.'
            ),
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter '(?P<parameter>.*)' must not be larger than the range",
    ),
    known(
        Sentence(
            "form-108", _('the parameter "{parameter}" must be a multiple of "step". Correct one of the two.')
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter '(?P<parameter>.*)' must be a multiple of 'step'",
    ),
    known(
        Sentence(
            "form-109", _('the parameter "{parameter}" must lie between "start" and "end". Correct it.')
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter '(?P<parameter>.*)' must be between the 'start' and 'end'",
    ),
    known(
        Sentence(
            "form-110",
            _(
                'the parameter "tick_labelset" must name a list of the sheet "choices". Add the list, or correct '
                "the name."
            ),
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter 'tick_labelset' must be a choice list name",
    ),
    known(
        Sentence(
            "form-111",
            _(
                'each choice of the list in "tick_labelset" must be a number from "start" to "end" on which a '
                "tick stands. Correct the list."
            ),
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter '.*' choice values must all be numbers",
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter 'tick_labelset' choices must be between",
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter 'tick_labelset' choices' values must be equal",
    ),
    known(
        Sentence(
            "form-112",
            _(
                'without ticks ("no-ticks"), the list in "tick_labelset" has two choices: the values of "start" '
                'and "end". Correct the list.'
            ),
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter 'tick_labelset' choice list must have only 2 items",
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameter 'tick_labelset' choice list values may only",
    ),
    known(
        Sentence(
            "form-113",
            _(
                'this appearance shows no ticks or labels of ticks. Delete the parameters "tick_interval", '
                '"placeholder" and "tick_labelset", or the appearance.'
            ),
        ),
        r"the 'parameters' value is invalid\. For the 'range' question type, the parameters 'tick_interval'",
    ),
    known(
        Sentence(
            "form-114",
            _('the parameter "seed" works only together with randomize=true. Add that, or delete "seed".'),
        ),
        r"Parameters must include randomize=true to use a seed",
        sheet="survey",
        finds=("parameters", "seed"),
    ),
    known(
        Sentence(
            "form-115",
            _(
                'the parameter "quality" must be "voice-only", "low", "normal" or, for a recording that is asked '
                'for, "external". Correct it.'
            ),
        ),
        r"Invalid value for quality",
        sheet="survey",
        finds=("parameters", "quality"),
    ),
    known(
        Sentence(
            "form-116",
            _('the parameter "app" is no name of an Android app. It looks like "org.example.camera".'),
        ),
        r"Parameter 'app' has an invalid Android package name",
    ),
    known(
        Sentence(
            "form-117",
            _('the parameter "track-changes-reasons" can only be "on-form-edit". Correct it, or delete it.'),
        ),
        r"track-changes-reasons must be set to on-form-edit",
        sheet="survey",
        finds=("type", "audit"),
    ),
    known(
        Sentence(
            "form-118",
            _(
                'the parameter "location-priority" must be "no-power", "low-power", "balanced" or "high-'
                'accuracy". Correct it.'
            ),
        ),
        r"Parameter location-priority must be set to",
        sheet="survey",
        finds=("type", "audit"),
    ),
    known(
        Sentence(
            "form-119",
            _(
                'the parameter "location-max-age" must not be smaller than "location-min-interval". Correct one '
                "of the two."
            ),
        ),
        r"Parameter location-max-age must be greater than or equal to location-min-interval",
        sheet="survey",
        finds=("type", "audit"),
    ),
    known(
        Sentence(
            "form-120",
            _(
                'the parameters "location-priority", "location-min-interval" and "location-max-age" are given '
                "together or not at all. Add what is missing."
            ),
        ),
        r"To include location information in the audit",
        sheet="survey",
        finds=("type", "audit"),
    ),
)
