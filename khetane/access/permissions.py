"""The permissions there are, each with what it allows. Roles are made of these (`roles.yaml`)."""

from __future__ import annotations

PERMISSIONS: dict[str, str] = {
    "identity.read": "See households and persons: who they are, where they live, what is due.",
    "registry.write": "Record and change households, persons, visits and casework.",
    "content.read": "Read notes, needs, referrals, services and procedures of one's mandates.",
    "self_identification.read": "Read what persons said of their ethnicity.",
    "submission.read": "See submissions, and what each changed.",
    "submission.send": "Send submissions from a device.",
    "submission.review": "Deal with kept uploads and submissions that need correction.",
    "conflict.decide": "Decide between two values of one field that no single mandate owns.",
    "household.hand_over": "Hand a household over to another unit, under its consent.",
    "records.export": "Export submissions and records one may read.",
    "form.read": "See the form catalogue.",
    "form.publish": "Publish and close form versions.",
    "settlement.read": "See settlement profiles and visit dates.",
    "place.write": "Import and change places and boundaries.",
    "unit.write": "Make and change units and organisations.",
    "device.write": "Make, retire and revoke devices.",
    "account.write": "Invite accounts, grant and end roles.",
    "account.read": "See accounts and their grants.",
    "audit.read": "See who read and who wrote.",
    "override.use": "Open a household outside one's grants for three hours, with a reason.",
    "override.review": "See and review overrides.",
    "names.sign": "Sign that names may stand in clear text on a unit's devices, and end that.",
    "subject.request": "Take down what a person asks for: a copy, correction, objection, erasure.",
    "erasure.execute": "Erase a person at her request.",
    "operations.read": "See failed jobs, storage and metrics.",
    "release.read": "See published figures.",
}
