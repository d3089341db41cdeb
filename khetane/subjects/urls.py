"""The addresses of requests and erasures."""

from __future__ import annotations

from django.urls import path

from khetane.subjects import deciding, views
from khetane.subjects.keeping import screens

app_name = "subjects"
urlpatterns = [
    path("requests/", views.taken, name="requests"),
    path("requests/erasures/", views.erasures, name="erasures"),
    path("requests/household/<uuid:household_id>/", views.take_down, name="take_down"),
    path("requests/<uuid:request_id>/close", views.close, name="close"),
    path("requests/<uuid:request_id>/answer/", deciding.answer, name="answer"),
    path("requests/<uuid:request_id>/heed/", deciding.heed, name="heed"),
    path("requests/<uuid:request_id>/taken-back/", deciding.take_back, name="take_back"),
    path(
        "requests/<uuid:request_id>/erasure-taken-back/", deciding.take_back_erasure, name="take_back_erasure"
    ),
    path("requests/<uuid:request_id>/erase/", views.erase, name="erase"),
    path("requests/<uuid:request_id>/refuse/", deciding.refuse, name="refuse"),
    path("keeping/", screens.of_unit, name="keeping"),
    path("keeping/past/", screens.past, name="past"),
    path("keeping/past/decide/", screens.decide, name="decide_past"),
    path("keeping/<uuid:expiry_id>/still-needed/", screens.still_needed, name="still_needed"),
]
