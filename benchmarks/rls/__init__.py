"""What row-level security costs: the same questions with its policies and without."""
