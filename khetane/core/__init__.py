"""Small parts that every other package may use; imports nothing else of ours."""
