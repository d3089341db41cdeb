"""What the law asks of records, as configuration: why they are kept, how long, and who hears a complaint."""
