"""The addresses of visits and tasks."""

from __future__ import annotations

from django.urls import path

from khetane.desk import casework, visit

app_name = "outreach"
urlpatterns = [
    path("visits/", casework.visits, name="visits"),
    path("visits/<uuid:visit_id>/", visit.visit_page, name="visit"),
    path("tasks/", casework.tasks, name="tasks"),
]
