"""Reminding people of what is due, without saying of whom: mail in the morning, the feed of a calendar."""
