"""How edits of enrolments, sessions and milestones become rows."""
