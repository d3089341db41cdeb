"""A step of a legal procedure, noted with the family."""

from __future__ import annotations

from uuid import UUID

from khetane.demo.forms.talk import Talk
from khetane.demo.instances import Entity, Filled


def filled_step(talk: Talk, procedure: UUID, kind: str, event: str) -> Filled:
    """The form for one step that happened on the day of the talk."""
    answers = talk.head(procedure=str(procedure)) | {
        "type": kind,
        "step_page": {"event": event, "on": talk.on(), "outcome": "", "note": ""},
    }
    entity = Entity("procedure_event", talk.chance.id(), f"{event} · {talk.on()}")
    return Filled("procedure_step", talk.chance.id(), f"procedure · {talk.on()}", answers, entity)
