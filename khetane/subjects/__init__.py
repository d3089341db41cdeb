"""The rights of the person recorded: her requests, and erasure."""
