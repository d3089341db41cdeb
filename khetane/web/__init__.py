"""What people see: templates, design, static files, translations."""
