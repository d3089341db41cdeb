"""The office worker's screens that bring together what all parts know: search, household, person, today."""
