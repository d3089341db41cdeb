"""How an installation is set up and started: environment, settings, database, server, backup."""
