"""Planning joint visits, the round through a settlement, recording them, and what they covered."""
