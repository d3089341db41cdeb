"""The addresses of accounts, devices, tokens, overrides and the audit."""

from __future__ import annotations

from django.urls import path

from khetane.access.screens import (
    accounts,
    address,
    confirming,
    devices,
    invitation,
    log,
    lost,
    mine,
    overrides,
)

app_name = "access"
urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/invite/", accounts.invite, name="invite"),
    path("accounts/<uuid:account_id>/", accounts.account, name="account"),
    path("accounts/<uuid:account_id>/invite/", accounts.invite_again, name="invite_again"),
    path("accounts/<uuid:account_id>/roles/", accounts.grant, name="grant"),
    path("accounts/<uuid:account_id>/close/", accounts.set_active, {"active": False}, name="close"),
    path("accounts/<uuid:account_id>/open/", accounts.set_active, {"active": True}, name="open"),
    path("accounts/roles/<uuid:grant_id>/end/", accounts.end_grant, name="end_grant"),
    path("accounts/confirm/", confirming.waiting, name="confirming"),
    path("accounts/confirm/given/", confirming.given_lately, name="given_lately"),
    path("accounts/roles/<uuid:grant_id>/confirm/", confirming.confirm, name="confirm_grant"),
    path("accounts/roles/<uuid:grant_id>/refuse/", confirming.refuse, name="refuse_grant"),
    path("roles/", accounts.roles, name="roles"),
    path("invitation/<str:token>/", invitation.accept, name="accept"),
    path("account/email/", address.own_address, name="own_address"),
    path("account/password/reset/", lost.lost_password, name="lost_password"),
    path("devices/", devices.devices, name="devices"),
    path("devices/new/", devices.create, name="create_device"),
    path("devices/<uuid:device_id>/retire/", devices.retire, name="retire"),
    path("devices/<uuid:device_id>/stolen/", devices.stolen, name="stolen"),
    path("me/", mine.mine, name="mine"),
    path("me/devices/<uuid:device_id>/", mine.take_over, name="take_over"),
    path("me/tokens/new/", mine.create_token, name="create_token"),
    path("me/tokens/<uuid:token_id>/revoke/", mine.revoke_token, name="revoke_token"),
    path("emergency/", overrides.emergency, name="emergency"),
    path("emergency/<uuid:override_id>/", overrides.opened, name="opened"),
    path("overrides/", overrides.overrides, name="overrides"),
    path("overrides/<uuid:override_id>/review/", overrides.review, name="review"),
    path("audit/", log.events, name="audit"),
]
