"""The addresses of reports."""

from __future__ import annotations

from django.urls import path

from khetane.reports import monitoring, views

app_name = "reports"
urlpatterns = [
    path("unit/", views.unit_report, name="unit"),
    path("unit/report.<slug:suffix>", views.download, name="download"),
    path("units/", monitoring.units, name="units"),
]
