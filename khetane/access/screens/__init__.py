"""The pages of accounts, roles, devices, tokens, overrides and the audit. They read; actions write."""
