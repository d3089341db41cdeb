"""How the tree of places changes: names, ends, mergers, splits."""
