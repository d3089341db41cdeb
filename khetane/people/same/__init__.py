"""Records that may be of one person: found, proposed, merged by a person's decision, and parted again."""
