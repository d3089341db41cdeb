"""Signing in through an OpenID Connect provider of the institution, by setting (KHETANE_OIDC_…)."""
