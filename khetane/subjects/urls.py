"""The addresses of requests and erasures."""

from __future__ import annotations

from django.urls import path

from khetane.subjects import views

app_name = "subjects"
urlpatterns = [
    path("requests/", views.taken, name="requests"),
    path("requests/erasures/", views.erasures, name="erasures"),
    path("requests/household/<uuid:household_id>/", views.take_down, name="take_down"),
    path("requests/<uuid:request_id>/close", views.close, name="close"),
    path("requests/<uuid:request_id>/erase/", views.erase, name="erase"),
    path("requests/<uuid:request_id>/refuse/", views.refuse, name="refuse"),
]
