"""What the audit costs: the same requests with it and without it, at 32 connections."""
