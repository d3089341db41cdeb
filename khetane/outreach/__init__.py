"""Joint visits, their notes per mandate, and tasks."""
