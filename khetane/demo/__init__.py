"""The demonstration country: synthetic people, generated from a seed and sent in like real submissions."""
