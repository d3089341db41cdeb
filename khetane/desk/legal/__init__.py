"""The screens of legal procedures: what is to be done next, by when, and why."""
