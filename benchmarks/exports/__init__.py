"""What exporting submissions costs."""
