"""The permissions there are, each with what it allows. Roles are made of these (`roles.yaml`)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERMISSIONS: dict[str, Promise | str] = {
    "identity.read": _("See households and persons: who they are, where they live, what is due."),
    "clients.only": _(
        "Of households and persons only one's own clients: by a power of attorney, a procedure or a referral."
    ),
    "registry.write": _("Record and change households, persons, visits and casework."),
    "content.read": _("Read notes, needs, referrals, services and procedures of one's mandates."),
    "self_identification.read": _("Read what persons said of their ethnicity."),
    "submission.read": _("See submissions, and what each changed."),
    "submission.send": _("Send submissions from a device."),
    "submission.review": _("Deal with kept uploads and submissions that need correction."),
    "conflict.decide": _("Decide between two values of one field that no single mandate owns."),
    "household.hand_over": _("Hand a household over to another unit, under its consent."),
    "person.merge": _("Merge two records of one person, part them again, and say who is not the same."),
    "records.export": _("Export submissions and records one may read."),
    "form.read": _("See the form catalogue."),
    "form.publish": _("Publish and close the forms of one's own unit."),
    "form.publish_all": _("Publish and close the forms that every unit is offered."),
    "scheme.read": _("See who is enrolled in schemes of one's mandates, or in those one works in."),
    "scheme.staff": _("Say who of the project's staff works in which scheme of one's unit."),
    "settlement.read": _("See settlement profiles, what is being done about settlements, and visit dates."),
    "place.write": _("Import and change places and boundaries."),
    "unit.write": _("Make and change units and organisations."),
    "unit.keep": _("Keep the lists of equipment and trainings of one's own unit."),
    "directory.write": _("Keep the service directory of one's municipality."),
    "device.write": _("Make devices: each shows the households of its unit to whoever scans its code."),
    "device.end": _("See devices, retire them, report them stolen."),
    "account.write": _("Invite accounts, grant and end roles."),
    "account.read": _("See accounts and their grants."),
    "grant.confirm": _("Confirm roles that see persons, which somebody else gave."),
    "registry.import": _("Take in tables of what the unit has, and undo that."),
    "audit.read": _("See who read and who wrote."),
    "override.use": _("Open a household outside one's grants for three hours, with a reason."),
    "override.review": _("See and review overrides."),
    "names.sign": _("Sign that names may stand in clear text on a unit's devices, and end that."),
    "subject.request": _("Take down what a person asks for: a copy, correction, objection, erasure."),
    "erasure.execute": _("Erase a person at her request."),
    "grievance.take": _("Write a grievance down for somebody; it is read by others."),
    "grievance.handle": _("Read and answer grievances about units in which one does not work."),
    "grievance.sort": _("Read grievances that name no unit or are kept apart, and say whose they are."),
    "operations.read": _("See failed jobs, storage and metrics."),
    "report.read": _("Make the report of one's own unit: counts over all its mandates."),
    "work.monitor": _("Compare the work of units by rounded totals, without persons."),
    "release.read": _("See published figures."),
}

# Permissions by which somebody sees persons.
SEE_PERSONS = frozenset(
    {
        "identity.read",
        "content.read",
        "self_identification.read",
        "submission.read",
        "override.use",
        "scheme.read",
        "grievance.handle",
        "grievance.sort",
    }
)
# A role with one of these, given on a screen, waits for a second person. Who confirms is among them: otherwise
# whoever invites would confirm through an account she made up. So is who makes devices: each shows what its account sees.
CONFIRMED = SEE_PERSONS | {"grant.confirm", "device.write"}
