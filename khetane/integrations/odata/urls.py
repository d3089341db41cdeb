"""The addresses of the OData services: one per form."""

from __future__ import annotations

from django.urls import path

from khetane.integrations.odata import views

app_name = "odata"
urlpatterns = [
    path("<uuid:form_id>/", views.service, name="service"),
    path("<uuid:form_id>/$metadata", views.metadata_document, name="metadata"),
    path("<uuid:form_id>/<str:name>", views.table, name="table"),
]
