"""Screens of what was delivered: to one household, to a group, and the figures of both."""
