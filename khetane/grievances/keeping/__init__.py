"""Grievances whose time is over: the supervisor has notice and decides, then they are removed and counted (docs/adr/0730)."""
