"""Takes in the tables that units have today: columns mapped to properties, read, tried, applied, and undone whole."""
