"""Forms: catalogue, versions, submissions, and their mapping to records."""
