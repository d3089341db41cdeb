"""Finding one person among many by a name that others spell differently.

`keys.name_keys` says under which keys a person is stored, `query.parse` reads what somebody typed,
`keys.query_keys` says where to look, and `score.score` orders what was found.
"""
