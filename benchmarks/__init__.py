"""Measurements with their own data; each prints what it measured and how."""
