"""The tree of places: countries down to settlements, their versions in time and settlement profiles."""
