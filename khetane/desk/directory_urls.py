"""The addresses of the service directory."""

from __future__ import annotations

from django.urls import path

from khetane.desk.directory import screens

app_name = "directory"
urlpatterns = [
    path("", screens.listing, name="listing"),
    path("new/", screens.new_entry, name="new"),
    path("map/<uuid:place_id>/", screens.directory_map, name="map"),
    path("<uuid:entry_id>/", screens.entry, name="entry"),
    path("<uuid:entry_id>/edit/", screens.edit_entry, name="edit"),
]
