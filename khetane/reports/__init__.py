"""What a unit did in a period, counted once and told on a page and as documents; and all units beside each other."""
