"""The addresses of needs, referrals, services and procedures."""

from __future__ import annotations

from django.urls import include, path

from khetane.desk import casework
from khetane.desk.services import delivering, figures, groups

app_name = "cases"
urlpatterns = [
    path("needs/", casework.needs, name="needs"),
    path("referrals/", casework.referrals, name="referrals"),
    path("services/", casework.services, name="services"),
    path("services/figures/", figures.figures, name="service_figures"),
    path("services/of/<uuid:household_id>/", delivering.choose, name="choose_service"),
    path("services/of/<uuid:household_id>/<slug:code>/", delivering.deliver, name="deliver"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.choose, name="choose_group"),
    path("groups/new/<slug:code>/", groups.new_group, name="new_group"),
    path("groups/<uuid:group_id>/", groups.group_page, name="group"),
    path("groups/<uuid:group_id>/participants/", groups.participants, name="participants"),
    path("", include("khetane.desk.legal.urls")),
]
