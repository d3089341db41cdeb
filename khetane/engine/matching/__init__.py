"""Which rows of one or two tables are the same person.

`columns` and `table` read what somebody has, `features` folds it as `khetane.engine.linkage` does, `store` keeps it on
disk within a limit of memory, `comparisons` and `training` make a Splink model of it, `relatives` tells one person from two of a
family, and `matching.match` puts them together. Only whoever matches imports `training`, `store` and `matching`: Splink takes
seconds to load.
"""
