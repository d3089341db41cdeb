"""Schemes (scholarship, mentoring, housing, repatriation …): who is enrolled, what was reached, what came of it."""
