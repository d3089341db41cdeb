"""Measurements with their own data; each prints what it measured, beside what, and how: docs/reference/benchmarks.md."""
