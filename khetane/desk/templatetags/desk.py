"""The tags of the desk's pages: `{% load desk %}`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.utils.safestring import SafeString

from khetane.cases.models import Referral, ReferralState
from khetane.cases.referring.rules import state_on
from khetane.desk.questions import Questions
from khetane.desk.recipients import recipient_label
from khetane.desk.schemes.wording import scheme_label, stage_said
from khetane.desk.upgrading.wording import kind_label
from khetane.outreach.why import in_words
from khetane.programmes.configured import in_force
from khetane.programmes.models import Enrolment
from khetane.web.names import in_script
from khetane.web.templatetags.khetane import state_tag

register = template.Library()
register.filter("in_words", in_words)


class Counted(NamedTuple):
    """A state as it counts on a day."""

    code: str
    label: str


@register.simple_tag
def recipients(questions: Questions, codes: Iterable[str]) -> str:
    """Who may receive something: mandates and institutions by their names, others in the words of the consent form."""
    return ", ".join(
        recipient_label(code) or questions.answer("consent", "recipients", code) for code in codes
    )


@register.simple_tag
def institution(questions: Questions, name: str) -> str:
    """To whom a household is referred, in words."""
    return questions.institution(name)


@register.simple_tag
def answer(questions: Questions, dataset: str, name: str, value: str) -> str:
    """A code in the words of the form that asked for it."""
    return questions.answer(dataset, name, value)


@register.simple_tag
def recipient(code: str) -> str:
    """A mandate or a kind of institution in words."""
    return recipient_label(code) or code


@register.simple_tag
def here(text: str, place: Any) -> str:
    """What somebody wrote of a place, in the reader's script where the place's language has two."""
    return in_script(text, place) if text else ""


@register.simple_tag
def referral_state(row: Referral, today: date) -> Counted:
    """The state of a referral as it counts today, by its code and in words."""
    code = state_on(row.state, row.expires_on, today)
    return Counted(code, str(ReferralState(code).label))


@register.simple_tag
def scheme_name(code: str) -> str:
    """A scheme in the reader's language."""
    return scheme_label(code)


@register.simple_tag
def process_name(code: str) -> str:
    """A kind of process of a settlement in the reader's language."""
    return kind_label(code)


@register.simple_tag
def stage_tag(enrolment: Enrolment) -> SafeString:
    """Where an enrolment stands, with the sign and colour of its phase."""
    stage = stage_said(in_force().get(enrolment.scheme), enrolment.stage, enrolment.applied_on)
    return state_tag(stage.phase, stage.label)
