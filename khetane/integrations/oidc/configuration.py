"""What allauth needs to know of the provider. Imports no Django: the settings are made of it."""

from __future__ import annotations

from typing import Any

from khetane.config.environment import Environment, EnvironmentProblem

PROVIDER = "oidc"  # stands in the address the provider sends people back to


def providers(environment: Environment) -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS: one provider, or none. EnvironmentProblem when half of it is set."""
    given = (environment.oidc_issuer, environment.oidc_client_id, environment.oidc_client_secret)
    if not any(given):
        return {}
    if not all(given):
        raise EnvironmentProblem(
            "Of KHETANE_OIDC_ISSUER, KHETANE_OIDC_CLIENT_ID and KHETANE_OIDC_CLIENT_SECRET some are set and some "
            "are not. Set all three, or none."
        )
    app = {
        "provider_id": PROVIDER,
        "name": environment.oidc_name,
        "client_id": environment.oidc_client_id,
        "secret": environment.oidc_client_secret,
        "settings": {"server_url": environment.oidc_issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
