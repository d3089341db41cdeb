"""Boundaries from files: reading, checking, matching with the tree, and writing all or nothing."""
