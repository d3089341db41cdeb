"""Screens of schemes: who is enrolled, what happens next, who was there, what was reached."""
