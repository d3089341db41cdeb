"""How edits of visits, notes, tasks and settlements become rows."""
