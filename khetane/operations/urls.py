"""The addresses of the operator's pages."""

from __future__ import annotations

from django.urls import path

from khetane.operations import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/jobs/<int:job_id>/retry", views.retry, name="operations_retry"),
    path("metrics", views.exposition, name="metrics"),
]
