"""Addresses of devices. The token in them is a secret: they are never logged."""

from __future__ import annotations

from django.urls import path

from khetane.integrations.openrosa import views

app_name = "openrosa"
urlpatterns = [
    path("<str:token>/submission", views.submission, name="submission"),
    path("<str:token>/formList", views.form_list, name="form_list"),
    path("<str:token>/forms/<uuid:version_id>.xml", views.form, name="form"),
    path("<str:token>/forms/<uuid:version_id>/manifest", views.manifest, name="manifest"),
    path("<str:token>/forms/<uuid:version_id>/media/<str:name>", views.media, name="media"),
    path("<str:token>/lists/<str:dataset>.csv", views.listed, name="list"),
    path("<str:token>/lists/<str:dataset>/integrity", views.integrity, name="integrity"),
    path("<str:token>/<path:rest>", views.nothing, name="nothing"),
]
