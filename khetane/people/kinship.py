"""What members of a household are to a new head, guessed from what they were to the former one.

Roles are relative to the head (`HouseholdRole`): when the head changes, all of them change. A guess is
offered and never written by itself where a person can be asked. What cannot be guessed is `other`.
"""

from __future__ import annotations

from collections.abc import Mapping

HEAD, OTHER = "head", "other"

# By what the new head was to the former one: what each role to the former head becomes.
BECOMES: Mapping[str, Mapping[str, str]] = {
    "spouse": {
        "head": "spouse",
        "child": "child",
        "parent": "in_law",
        "sibling": "in_law",
        "grandchild": "grandchild",
        "grandparent": "in_law",
        "in_law": "in_law",
        "foster": "foster",
    },
    "child": {
        "head": "parent",
        "spouse": "parent",
        "child": "sibling",
        "parent": "grandparent",
        "grandchild": "child",
        "in_law": "in_law",
        "foster": "sibling",
    },
    "parent": {
        "head": "child",
        "spouse": "in_law",
        "child": "grandchild",
        "parent": "spouse",
        "sibling": "child",
        "grandparent": "parent",
        "in_law": "in_law",
        "foster": "grandchild",
    },
    "sibling": {
        "head": "sibling",
        "spouse": "in_law",
        "parent": "parent",
        "sibling": "sibling",
        "grandparent": "grandparent",
    },
    "grandchild": {
        "head": "grandparent",
        "spouse": "grandparent",
        "child": "parent",
        "grandchild": "sibling",
        "in_law": "parent",
    },
    "grandparent": {
        "head": "grandchild",
        "parent": "child",
        "sibling": "grandchild",
        "grandparent": "spouse",
    },
    "in_law": {
        "head": "in_law",
        "spouse": "in_law",
        "child": "spouse",
        "parent": "in_law",
        "sibling": "in_law",
        "grandchild": "child",
    },
    "foster": {"head": "parent", "spouse": "parent", "child": "sibling", "foster": "sibling"},
}


def role_to(new_head: str, member: str) -> str:
    """What somebody who was `member` to the former head is likely to be to the one who was `new_head` to her."""
    if new_head == HEAD:
        return OTHER if member == HEAD else member
    return BECOMES.get(new_head, {}).get(member, OTHER)
