"""Institutions and mobile units."""
