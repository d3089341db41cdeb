"""Grievances on the screen: the public page, the page of the code, and the officer's work."""
