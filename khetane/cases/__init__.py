"""Needs, referrals, services delivered and legal procedures."""
