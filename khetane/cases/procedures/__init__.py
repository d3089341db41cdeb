"""Types of legal procedure as versioned configuration, and the days that follow from them (pure: no database)."""
