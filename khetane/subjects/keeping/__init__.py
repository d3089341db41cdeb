"""How long records are kept: what is past its time is told, proposed, confirmed by a person, pseudonymised (docs/adr/0720)."""
