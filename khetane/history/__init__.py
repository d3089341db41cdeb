"""How records change: versions, merging, conflicts; knows no field of the field."""
