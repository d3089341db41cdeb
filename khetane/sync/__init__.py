"""What a device pulls and pushes."""
