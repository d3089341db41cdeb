"""Screens for persons who may be recorded twice: the list, two side by side, the merge and its undoing."""
