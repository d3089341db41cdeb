"""What reading forms and submissions costs, without a database."""
