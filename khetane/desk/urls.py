"""The addresses of households, persons and the search."""

from __future__ import annotations

from django.urls import path

from khetane.desk import card, finding, household, households, person

app_name = "people"
urlpatterns = [
    path("search/", finding.search_page, name="search"),
    path("households/", households.households, name="households"),
    path("households/<uuid:household_id>/", household.household_page, name="household"),
    path("households/<uuid:household_id>/card/", card.household_card, name="card"),
    path("persons/<uuid:person_id>/", person.person_page, name="person"),
]
