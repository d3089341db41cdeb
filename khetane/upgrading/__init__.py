"""Settlements as cases: legalisation, upgrading and relocation, with decisions, inspections, safeguards, proposals."""
