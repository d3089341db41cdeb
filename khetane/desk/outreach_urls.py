"""The addresses of visits and tasks."""

from __future__ import annotations

from django.urls import path

from khetane.desk import casework, finishing, visit

app_name = "outreach"
urlpatterns = [
    path("visits/", casework.visits, name="visits"),
    path("visits/<uuid:visit_id>/", visit.visit_page, name="visit"),
    path("tasks/", casework.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/done/", finishing.task_done, name="task_done"),
]
