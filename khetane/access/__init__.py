"""Who may see and do what: accounts, roles, grants, devices, row-level security, audit."""
