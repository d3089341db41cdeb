"""What is delivered, as configuration: types of services and the rules of each, by day."""
