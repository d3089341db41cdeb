"""The addresses of needs, referrals, services and procedures."""

from __future__ import annotations

from django.urls import path

from khetane.desk import casework

app_name = "cases"
urlpatterns = [
    path("needs/", casework.needs, name="needs"),
    path("referrals/", casework.referrals, name="referrals"),
    path("services/", casework.services, name="services"),
    path("procedures/", casework.procedures, name="procedures"),
]
