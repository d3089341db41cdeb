"""How soon a grievance is answered, and what it can be about: configuration."""
