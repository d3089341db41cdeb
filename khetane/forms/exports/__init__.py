"""Submissions as tables for spreadsheets and statistics: all versions of a form together, streamed."""
