"""Backups: the whole database, encrypted for an age key, streamed, and verified when it is put back."""
