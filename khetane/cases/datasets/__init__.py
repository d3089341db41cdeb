"""How edits of needs, referrals, services and procedures become rows."""
