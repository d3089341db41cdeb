"""Addresses of places and settlements."""

from __future__ import annotations

from django.urls import path

from khetane.places.views import browse, comparing, editing, importing, settlements

app_name = "places"
urlpatterns = [
    path("places/", browse.places, name="places"),
    path("settlements/", settlements.settlements, name="settlements"),
    path("places/<uuid:place_id>/", browse.place, name="place"),
    path("places/<uuid:place_id>/map.json", browse.place_map, name="map"),
    path("places/<uuid:place_id>/compare/", comparing.compare, name="compare"),
    path("places/<uuid:place_id>/new/", editing.new, name="new"),
    path("places/<uuid:place_id>/names/", editing.names, name="names"),
    path("places/<uuid:place_id>/move/", editing.move, name="move"),
    path("places/<uuid:place_id>/end/", editing.end, name="end"),
    path("places/<uuid:place_id>/merge/", editing.merge, name="merge"),
    path("places/<uuid:place_id>/import/", importing.upload, name="import"),
    path("places/<uuid:place_id>/import/<uuid:import_id>/", importing.preview, name="import-preview"),
    path("places/<uuid:place_id>/split/", editing.split, name="split"),
]
