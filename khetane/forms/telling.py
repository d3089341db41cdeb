"""What a submission changed: for scripts (`khetane submissions show`) and the review screens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from khetane.core import audit
from khetane.core.problems import Problem, Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.sealing import unseal
from khetane.forms import reasons
from khetane.forms.keys import content_keys, unwrapped
from khetane.forms.models import Submission, SubmissionState
from khetane.history.changes import change_context
from khetane.history.masking import shown_property
from khetane.history.models import Conflict, ConflictState, EntityChange

Detail = Mapping[str, str]
NO_SUCH = Sentence(
    "no_such_instance",
    gettext_noop(
        "There is no submission with the instance id {instance_id}, or this account may not read it."
    ),
)

WAITS = Sentence(
    "waits_for_earlier",
    gettext_noop(
        "The edit before it has not arrived yet ({waits_for}). It is applied by itself as soon as that one does: "
        "ask for the device to send its records."
    ),
)


def told(instance_id: str, details: Callable[[Iterable[Problem]], Iterable[Detail]]) -> dict[str, Any]:
    """A submission's state, its reason, and field by field what it changed; reading it is on record.

    `details` says the reasons in words (`khetane.desk.waiting.in_detail`). Raises Invalid when the viewer sees no submission of this instance id. The keys are a contract
    with scripts: they may be added, never renamed.
    """
    found = Submission.objects.filter(instance_id=instance_id.removeprefix("uuid:")).first()
    if found is None:
        raise Invalid(NO_SUCH.about(instance_id=instance_id))
    changes = list(changes_of(found))
    why = list(details(reasons.of(found) or waiting(found)))
    conflicts = list(_conflicts(found))
    audit.record("read", "submission", [found.pk], unit_id=found.unit_id)
    return {
        "instance_id": found.instance_id,
        "id": str(found.pk),
        "state": found.state,
        "waits_for": found.waits_for,
        "reason": " ".join(dict.fromkeys(one["reason"] for one in why)),
        "reason_details": why,
        "changes": changes,
        "conflicts": conflicts,
    }


def waiting(submission: Submission) -> list[Problem]:
    """That a held submission waits, and for what."""
    held = submission.state == SubmissionState.HELD
    return [WAITS.about(waits_for=submission.waits_for)] if held else []


def changes_of(submission: Submission) -> Iterator[dict[str, Any]]:
    """Each field that a submission changed, at once or by a decision, as far as the viewer reads its history."""
    if not submission.key:  # nothing is left where an erasure destroyed the key
        return
    changes = [*EntityChange.objects.filter(source=submission.pk).order_by("id"), *_decided(submission)]
    own = unwrapped(submission.pk, bytes(submission.key), submission.key_id)
    others = {change.source for change in changes} - {submission.pk}
    keys = {submission.pk: own, **(content_keys(others) if others else {})}
    for change in (one for one in changes if one.source in keys):
        context = change_context(change.dataset, change.record, change.version, change.mandate)
        fields: dict[str, list[Any]] = json.loads(unseal(keys[change.source], bytes(change.sealed), context))
        for name, (before, after) in fields.items():
            before, after = (
                shown_property(change.dataset, name, value, change.unit_id, change.mandate)
                for value in (before, after)
            )
            yield {
                "dataset": change.dataset,
                "id": str(change.record),
                "version": change.version,
                "field": name,
                "before": before,
                "after": after,
            }


def _decided(submission: Submission) -> list[EntityChange]:
    """The versions in which a person let a contested value of the submission stand."""
    taken = Conflict.objects.filter(
        sides__source=submission.pk, sides__standing=True, state=ConflictState.TAKEN
    )
    versions = [
        Q(dataset=one.dataset, record=one.record, version=one.decided_version, mandate=one.mandate)
        for one in taken
    ]
    return list(EntityChange.objects.filter(reduce(or_, versions)).order_by("id")) if versions else []


def _conflicts(submission: Submission) -> Iterator[dict[str, Any]]:
    for conflict in (
        Conflict.objects.filter(sides__source=submission.pk).distinct().order_by("opened_at", "id")
    ):
        yield {
            "conflict_id": str(conflict.pk),
            "dataset": conflict.dataset,
            "id": str(conflict.record),
            "fields": list(conflict.group),
            "state": conflict.state,
        }
