"""The typed HTTP API for programs, under `/api/`: docs/reference/api.md."""
