"""How edits of a settlement's processes become rows."""
