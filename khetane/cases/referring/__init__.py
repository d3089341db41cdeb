"""Sending households on: who may take which step, and pages for institutions without accounts."""
