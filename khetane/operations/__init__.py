"""What the operator sees: jobs, storage, metrics. Counts only, never a record."""
