"""Who works in the demonstration country: accounts marked as such, most of whom nobody can sign in to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from khetane.access.actions import PASSWORD_BYTES, grant
from khetane.access.actions_devices import create_device
from khetane.access.enums import DeviceState
from khetane.access.models import Account, Device
from khetane.access.rights import shipped_roles
from khetane.access.scopes import scope_of
from khetane.access.tokens import DeviceIdentity
from khetane.core import audit
from khetane.core.problems import gettext_noop
from khetane.demo.towns import Town
from khetane.organisations.models import Unit

DOMAIN = "khetane.example"  # RFC 2606: nobody's
TABLET = "демонстрациони таблет"
ROLES = {
    "coordination": "unit_coordinator",
    "education": "pedagogical_assistant",
    "health": "health_mediator",
    "social_protection": "social_worker",
    "employment": "employment_adviser",
    "legal": "legal_aid_lawyer",
}
# The members of a unit are called by what they do; whoever works elsewhere, by the role's own name.
NAMES = {
    "unit_coordinator": gettext_noop("Unit coordinator"),
    "pedagogical_assistant": gettext_noop("Pedagogical assistant"),
    "health_mediator": gettext_noop("Health mediator"),
    "social_worker": gettext_noop("Social worker"),
    "employment_adviser": gettext_noop("Employment adviser"),
    "legal_aid_lawyer": gettext_noop("Legal aid lawyer"),
}
SIGN_IN_UNITS = 2
# Roles beside the units, and for which place they are held; "" stands for the first unit's municipality.
ELSEWHERE = {
    "municipal_officer": "",
    "community_representative": "",
    "cso_staff": "",
    "project_staff": "",
    "national_analyst": "RS",
    "statistics_officer": "RS",
    "release_reviewer": "RS",
    "data_protection_officer": "RS",
    "grievance_officer": "",
    "grievance_supervisor": "RS",
    "emergency_reader": "RS",
    "regional_viewer": "SEE",
    "administrator": "SEE",
}


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of a unit, with the device the forms are sent from."""

    account_id: UUID
    device: DeviceIdentity


@dataclass(frozen=True, slots=True)
class Post:
    """An account to be: the address, the name shown, the role and for what it is held."""

    email: str
    name: str
    role: str
    scope: str


def unit_posts(town: Town) -> dict[str, Post]:
    """The posts of one unit by mandate."""
    slug = town.municipality.partition("-")[2].lower()
    return {
        mandate: Post(
            f"{role.replace('_', '-')}.{slug}@{DOMAIN}", f"{label(role)}, {town.name}", role, town.unit
        )
        for mandate, role in ROLES.items()
    }


def other_posts(towns: list[Town]) -> list[Post]:
    """One post for every role that is held outside a unit."""
    return [
        Post(f"{role.replace('_', '-')}@{DOMAIN}", label(role), role, scope or towns[0].municipality)
        for role, scope in ELSEWHERE.items()
    ]


def sign_in_posts(towns: list[Town]) -> list[Post]:
    """The posts whose passwords are told: those of the first units, and one of every other role."""
    own = [post for town in towns[:SIGN_IN_UNITS] for post in unit_posts(town).values()]
    return [*own, *other_posts(towns)]


def label(role: str) -> str:
    """A role as the name of who holds it: translated where the account is shown (`demonstration_label`)."""
    return NAMES.get(role) or shipped_roles()[role]["name"]


@transaction.atomic
def ensure_account(post: Post) -> Account:
    """The account of a post, made without a password when it is not there. For whoever may write accounts."""
    known = Account.objects.filter(email=post.email).first()
    if known:
        return known
    made = Account.objects.create_user(post.email, None, name=post.name, is_demo=True)
    EmailAddress.objects.create(user=made, email=post.email, verified=True, primary=True)
    audit.record("created", "account", [made.pk])
    grant(account=made, role=post.role, scope=scope_of(post.scope))
    return made


@transaction.atomic
def ensure_worker(post: Post, unit: Unit) -> Worker:
    """The account of a post in a unit with its tablet; nobody learns the tablet's secret."""
    account = ensure_account(post)
    device = Device.objects.filter(account=account, unit=unit, label=TABLET).first()
    if device is None:
        device, _ = create_device(account=account, unit=unit, label=TABLET)
    return Worker(account.pk, DeviceIdentity(device.pk, account.pk, unit.pk, DeviceState(device.state)))


@transaction.atomic
def renew_password(post: Post) -> str:
    """A new random password of a demonstration account, told once."""
    account = ensure_account(post)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record("changed", "account", [account.pk], fields=["password"])
    return password
