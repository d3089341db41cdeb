"""The addresses of visits and tasks."""

from __future__ import annotations

from django.urls import path

from khetane.desk import casework, finishing, visit
from khetane.desk.cases import overdue, tasks

app_name = "outreach"
urlpatterns = [
    path("visits/", casework.visits, name="visits"),
    path("visits/<uuid:visit_id>/", visit.visit_page, name="visit"),
    path("tasks/", casework.tasks, name="tasks"),
    path("overdue/", overdue.overdue, name="overdue"),
    path("tasks/<uuid:task_id>/", tasks.task_page, name="task"),
    path("tasks/<uuid:task_id>/edit/", tasks.edit_task, name="edit_task"),
    path("tasks/<uuid:task_id>/<slug:name>/step/", tasks.task_step, name="task_step"),
    path("households/<uuid:household_id>/tasks/add/", tasks.add_task, name="add_task"),
    path("tasks/<uuid:task_id>/done/", finishing.task_done, name="task_done"),
]
