"""How well and how fast a person is found by a name spelled in another way."""
