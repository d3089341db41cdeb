"""The addresses of conflicts."""

from __future__ import annotations

from django.urls import path

from khetane.desk import deciding

app_name = "history"
urlpatterns = [
    path("", deciding.conflicts, name="conflicts"),
    path("<uuid:conflict_id>/", deciding.conflict_page, name="conflict"),
]
