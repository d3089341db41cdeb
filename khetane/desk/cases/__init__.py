"""The screens of casework: needs, tasks, plans, what is overdue, how much everybody has to do."""
