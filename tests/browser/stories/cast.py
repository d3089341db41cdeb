"""Who plays in the stories: a unit of five members, its town, and one family for each story; all invented."""

from __future__ import annotations

COORDINATOR, ASSISTANT, MEDIATOR, SOCIAL_WORKER, ADVISER = (
    f"{who}@stories.example.org" for who in ("coordinator", "assistant", "mediator", "social", "adviser")
)
ROLES = {
    COORDINATOR: "unit_coordinator",
    ASSISTANT: "pedagogical_assistant",
    MEDIATOR: "health_mediator",
    SOCIAL_WORKER: "social_worker",
    ADVISER: "employment_adviser",
}
# By story, the given names of a family: its head, then the children.
FAMILIES = {
    "visit": ("Dušanka", "Jagoda", "Rusmir"),
    "scholarship": ("Ramiza", "Sejda"),
    "housing": ("Fikret", "Alisa", "Denis"),
    "withdrawn": ("Hatidža", "Senad"),
}
CHILDREN_BORN = 2010
