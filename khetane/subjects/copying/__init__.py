"""The copy of everything about a person: what is gathered, what is left out, how it is sealed (docs/adr/0650)."""
