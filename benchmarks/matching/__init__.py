"""Matching of persons: how right, how fast, how large (docs/reference/benchmarks.md)."""
