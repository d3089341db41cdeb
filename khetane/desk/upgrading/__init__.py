"""Screens of settlements as cases: where a process stands, what it lacks, what happened, whom it concerns."""
