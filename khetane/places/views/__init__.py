"""Pages of places and settlements."""
