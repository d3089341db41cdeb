"""Submissions without what they say of erased persons."""
