"""The unit and the families of tests/browser/stories, each family taken in as any household is."""

from __future__ import annotations

from tests.browser.stories.cast import CHILDREN_BORN, COORDINATOR, FAMILIES, ROLES
from tests.integration.desk.scene import home
from tests.world import account, town


def stories() -> None:
    """Five members of one unit, and a family for each story."""
    here = town("STORIES")
    members = {email: account(role, here.unit, email=email) for email, role in ROLES.items()}
    for names in FAMILIES.values():
        home(here, members[COORDINATOR], names=names, children_born=CHILDREN_BORN)
