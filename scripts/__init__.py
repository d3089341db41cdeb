"""What looks after the repository: its environment, its data tables, its reference pages."""
